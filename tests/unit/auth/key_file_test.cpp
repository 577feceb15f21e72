#include "auth/key_file.hpp"

#include <string>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

#include "unit/auth/test_keys.hpp"
#include "unit/base/scratch_file.hpp"

namespace likes::auth {
namespace {

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
};

BOOST_FIXTURE_TEST_SUITE(key_file, Fixture)

// Which modes are private is the rule of base/private_file.
BOOST_AUTO_TEST_CASE(secrets_are_read_only_from_a_private_file) {
    file.write(test::jwks({test::hmac_jwk("a", 'a')}), 0640);
    BOOST_TEST(error_of(file.path()).find("holds secrets but is open to its group or to others; chmod it to 0600") !=
               std::string::npos);
    file.chmod(0600);
    BOOST_TEST(error_of(file.path()) == "");
}

BOOST_AUTO_TEST_CASE(a_private_half_is_a_secret_and_a_public_key_is_none) {
    const auto key = test::TestKey::ec("P-256");
    file.write(test::jwks({key.private_members()}), 0644);
    BOOST_TEST(error_of(file.path()).find("holds secrets") != std::string::npos);
    file.write(test::jwks({key.public_members()}), 0644);
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

}  // namespace
}  // namespace likes::auth
