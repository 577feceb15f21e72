#include "auth/watched_key_file.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <variant>

#include <boost/test/unit_test.hpp>

#include "unit/auth/test_keys.hpp"
#include "unit/base/scratch_file.hpp"

namespace likes::auth {
namespace {

using namespace std::chrono_literals;
using likes::test::ScratchFile;

constexpr Time kStart{1'800'000'000s};

std::string keys(const std::string& kid) {
    return test::jwks({test::hmac_jwk(kid, 'k')});
}

/// The key that the news brings; what is wrong; or "nothing".
std::string told(const WatchedKeyFile::News& news) {
    if (const auto* const refused = std::get_if<std::string>(&news)) return *refused;
    const auto* const set = std::get_if<KeySet>(&news);
    return set == nullptr ? "nothing" : set->find(std::nullopt)->kid;
}

struct Fixture {
    Fixture() { file.write(keys("first")); }

    ScratchFile file;
};

BOOST_FIXTURE_TEST_SUITE(watched_key_file, Fixture)

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_used_at_the_start_is_an_error) {
    const ScratchFile nothing;
    BOOST_CHECK_THROW((WatchedKeyFile{nothing.path(), kStart}), KeySetError);
    file.write("{}");
    BOOST_CHECK_THROW((WatchedKeyFile{file.path(), kStart}), KeySetError);
    file.write(keys("first"), 0644);
    BOOST_CHECK_THROW((WatchedKeyFile{file.path(), kStart}), KeySetError);
}

BOOST_AUTO_TEST_CASE(the_first_keys_are_those_of_the_start) {
    WatchedKeyFile watched{file.path(), kStart};
    file.write(keys("second"));
    BOOST_TEST(watched.take_first_keys().find(std::nullopt)->kid == "first");
}

BOOST_AUTO_TEST_CASE(it_is_due_an_interval_after_it_was_read) {
    WatchedKeyFile watched{file.path(), kStart, 10s};
    BOOST_TEST(!watched.is_due(kStart));
    BOOST_TEST(!watched.is_due(kStart + 10s - 1us));
    BOOST_TEST(watched.is_due(kStart + 10s));
    watched.read(kStart + 12s);
    BOOST_TEST(!watched.is_due(kStart + 22s - 1us));
    BOOST_TEST(watched.is_due(kStart + 22s));
}

BOOST_AUTO_TEST_CASE(a_clock_that_was_set_back_makes_it_due) {
    const WatchedKeyFile watched{file.path(), kStart, 10s};
    // A thread that took its time just before another one read is no such clock.
    BOOST_TEST(!watched.is_due(kStart - 10s + 1us));
    BOOST_TEST(watched.is_due(kStart - 10s));
}

BOOST_AUTO_TEST_CASE(a_file_that_is_as_it_was_is_no_news) {
    WatchedKeyFile watched{file.path(), kStart};
    BOOST_TEST(told(watched.read(kStart + 1s)) == "nothing");
    // Nor is one with other times and of the same content.
    file.replace(keys("first"));
    BOOST_TEST(told(watched.read(kStart + 2s)) == "nothing");
}

BOOST_AUTO_TEST_CASE(a_file_that_was_rewritten_or_replaced_is_news_once) {
    WatchedKeyFile watched{file.path(), kStart};
    file.write(keys("other"));
    BOOST_TEST(told(watched.read(kStart + 1s)) == "other");
    BOOST_TEST(told(watched.read(kStart + 2s)) == "nothing");
    file.replace(keys("third"));
    BOOST_TEST(told(watched.read(kStart + 3s)) == "third");
    BOOST_TEST(told(watched.read(kStart + 4s)) == "nothing");
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_used_is_reported_once_with_its_path) {
    WatchedKeyFile watched{file.path(), kStart};
    file.write("{");
    const auto fault = told(watched.read(kStart + 1s));
    BOOST_TEST(fault.find("the keys stay as they were") != std::string::npos);
    BOOST_TEST(fault.find(file.path()) != std::string::npos);
    BOOST_TEST(told(watched.read(kStart + 2s)) == "nothing");
    // Another fault is news, and so is a good file.
    std::filesystem::remove(file.path());
    BOOST_TEST(told(watched.read(kStart + 3s)).find("No such file") != std::string::npos);
    BOOST_TEST(told(watched.read(kStart + 4s)) == "nothing");
    file.write(keys("first"));
    BOOST_TEST(told(watched.read(kStart + 5s)) == "first");
}

BOOST_AUTO_TEST_CASE(other_permissions_of_the_same_keys_are_news) {
    WatchedKeyFile watched{file.path(), kStart};
    file.replace(keys("second"), 0640);
    BOOST_TEST(told(watched.read(kStart + 1s)).find("chmod") != std::string::npos);
    file.chmod(0600);
    BOOST_TEST(told(watched.read(kStart + 2s)) == "second");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::auth
