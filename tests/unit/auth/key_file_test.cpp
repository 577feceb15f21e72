#include "auth/key_file.hpp"

#include <chrono>
#include <filesystem>
#include <string>
#include <variant>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

#include "auth/watched_key_file.hpp"
#include "unit/auth/test_keys.hpp"
#include "unit/base/scratch_file.hpp"

namespace likes::auth::key_file_test {

using likes::test::ScratchFile;

std::string error_of(const std::filesystem::path& path) {
    try {
        load_key_set(path);
    } catch (const KeySetError& error) {
        return error.what();
    }
    return "";
}

struct Fixture {
    ScratchFile file;
    runtime::Gauge refused;

    KeyFile key_file(UnusableKeys unusable = UnusableKeys::kRefused) { return {file.path(), unusable, refused}; }
};

BOOST_FIXTURE_TEST_SUITE(key_file, Fixture)

// Which modes are private is the rule of base/private_file.
BOOST_AUTO_TEST_CASE(secrets_are_read_only_from_a_private_file) {
    file.write(test::jwks({test::hmac_jwk("a", 'a')}), 0640);
    BOOST_TEST(error_of(file.path()).find("holds secrets but is open to its group or to others; chmod it to 0600") !=
               std::string::npos);
    file.chmod(0600);
    BOOST_TEST(error_of(file.path()) == "");
    file.write(test::jwks({test::TestKey::ec("P-256").public_members()}), 0644);
    BOOST_TEST(error_of(file.path()) == "");
}

BOOST_AUTO_TEST_CASE(an_error_names_the_path_and_the_reason) {
    BOOST_TEST(error_of(file.path()) == file.path().string() + ": No such file or directory");
    BOOST_TEST(error_of("/") == "/: not a regular file");
    file.write("{}");
    BOOST_TEST(error_of(file.path()) == file.path().string() + ": JWKS: no array 'keys'");
    file.write(std::string(KeySet::kMaxBytes + 1, ' '));
    BOOST_TEST(error_of(file.path()) == file.path().string() + ": larger than 64 KiB");
}

BOOST_AUTO_TEST_CASE(a_pipe_is_refused_at_once_and_not_waited_for) {
    BOOST_REQUIRE(::mkfifo(file.path().c_str(), 0600) == 0);
    BOOST_TEST(error_of(file.path()) == file.path().string() + ": not a regular file");
}

BOOST_AUTO_TEST_SUITE_END()

using namespace std::chrono_literals;

constexpr Time kStart{1'800'000'000s};

std::string keys(const std::string& kid) {
    return test::jwks({test::hmac_jwk(kid, 'k')});
}

/// The key that the news brings; what is wrong; or "nothing".
std::string told(const WatchedKeyFile::News& news) {
    if (const auto* const refused = std::get_if<std::string>(&news)) return *refused;
    const auto* const set = std::get_if<KeySet>(&news);
    return set == nullptr ? "nothing" : set->find_signing()->kid;
}

struct WithKeys : Fixture {
    WithKeys() { file.write(keys("first")); }
};

BOOST_FIXTURE_TEST_SUITE(watched_key_file, WithKeys)

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_used_at_the_start_is_an_error) {
    const ScratchFile nothing;
    BOOST_CHECK_THROW((WatchedKeyFile{{nothing.path(), UnusableKeys::kRefused, refused}, kStart}), KeySetError);
    file.write("{}");
    BOOST_CHECK_THROW((WatchedKeyFile{key_file(), kStart}), KeySetError);
    file.write(keys("first"), 0644);
    BOOST_CHECK_THROW((WatchedKeyFile{key_file(), kStart}), KeySetError);
}

BOOST_AUTO_TEST_CASE(the_first_keys_are_those_of_the_start) {
    WatchedKeyFile watched{key_file(), kStart};
    file.write(keys("second"));
    BOOST_TEST(watched.take_first_keys().find_signing()->kid == "first");
}

BOOST_AUTO_TEST_CASE(it_is_due_an_interval_after_it_was_read_or_when_the_clock_was_set_back) {
    WatchedKeyFile watched{key_file(), kStart, 10s};
    for (const Time read : {kStart, kStart + 12s}) {
        watched.read(read);
        BOOST_TEST(!watched.is_due(read));
        BOOST_TEST(!watched.is_due(read + 10s - 1us));
        BOOST_TEST(watched.is_due(read + 10s));
        // A thread that took its time just before another one read is no clock that was set back.
        BOOST_TEST(!watched.is_due(read - 10s + 1us));
        BOOST_TEST(watched.is_due(read - 10s));
    }
    BOOST_TEST(!WatchedKeyFile(key_file(), kStart, 10s).is_due(kStart + 10s - 1us));
}

BOOST_AUTO_TEST_CASE(a_file_that_was_rewritten_or_replaced_is_news_once_and_one_of_the_same_content_is_none) {
    WatchedKeyFile watched{key_file(), kStart};
    file.replace(keys("first"));
    BOOST_TEST(told(watched.read(kStart)) == "nothing");
    file.write(keys("other"));
    BOOST_TEST(told(watched.read(kStart)) == "other");
    BOOST_TEST(told(watched.read(kStart)) == "nothing");
    file.replace(keys("third"));
    BOOST_TEST(told(watched.read(kStart)) == "third");
    BOOST_TEST(told(watched.read(kStart)) == "nothing");
}

BOOST_AUTO_TEST_CASE(a_file_that_cannot_be_used_is_reported_once_with_its_path) {
    WatchedKeyFile watched{key_file(), kStart};
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

BOOST_AUTO_TEST_CASE(a_gauge_is_1_as_long_as_the_file_is_refused) {
    refused.set(5);
    WatchedKeyFile watched{key_file(), kStart};
    BOOST_TEST(refused.value() == 0);
    for (const std::string bad : {"{", R"({"keys":[]})"}) {
        file.write(bad);
        watched.read(kStart + 1s);
        BOOST_TEST(refused.value() == 1);
        watched.read(kStart + 2s);
        BOOST_TEST(refused.value() == 1);
    }
    file.write(keys("first"));
    watched.read(kStart + 3s);
    BOOST_TEST(refused.value() == 0);
    std::filesystem::remove(file.path());
    watched.read(kStart + 4s);
    BOOST_TEST(refused.value() == 1);
}

BOOST_AUTO_TEST_CASE(only_in_a_file_of_an_identity_provider_a_key_of_no_use_is_skipped) {
    WatchedKeyFile ours{key_file(), kStart};
    WatchedKeyFile theirs{key_file(UnusableKeys::kSkipped), kStart};
    file.write(test::jwks({test::hmac_jwk("second", 'k'), R"("kty":"OKP","kid":"x")"}));
    BOOST_TEST(told(ours.read(kStart + 1s)).find("'kty' is none of") != std::string::npos);
    BOOST_TEST(told(theirs.read(kStart + 1s)) == "second");
}

BOOST_AUTO_TEST_CASE(other_permissions_of_the_same_keys_are_news) {
    WatchedKeyFile watched{key_file(), kStart};
    file.replace(keys("second"), 0640);
    BOOST_TEST(told(watched.read(kStart + 1s)).find("chmod") != std::string::npos);
    file.chmod(0600);
    BOOST_TEST(told(watched.read(kStart + 2s)) == "second");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::auth::key_file_test
