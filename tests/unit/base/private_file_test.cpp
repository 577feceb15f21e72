#include "base/private_file.hpp"

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

#include "unit/base/scratch_file.hpp"

namespace likes::private_file_test {

struct Fixture {
    /// Whether the secret in the file is read when the file has these permissions.
    bool is_read_with(unsigned mode) const {
        file.chmod(mode);
        try {
            return read_secret(file.path()) == "secret";
        } catch (const std::runtime_error&) {
            return false;
        }
    }

    const test::ScratchFile file;
};

BOOST_FIXTURE_TEST_SUITE(private_file, Fixture)

BOOST_AUTO_TEST_CASE(the_secret_is_the_first_line_without_its_end_and_no_path_is_no_secret) {
    BOOST_TEST(read_secret({}).empty());
    for (const std::string text : {"a pass'word", "a pass'word\n", "a pass'word\nand a note\n"}) {
        BOOST_TEST_INFO_SCOPE("file: " << text);
        file.write(text);
        BOOST_TEST(read_secret(file.path()) == "a pass'word");
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_holds_no_secret_is_a_mistake) {
    BOOST_CHECK_THROW(read_secret(file.path()), std::runtime_error);
    for (const std::string text : {"", "\n", "\nsecond line\n"}) {
        BOOST_TEST_INFO_SCOPE("file: " << text);
        file.write(text);
        BOOST_CHECK_THROW(read_secret(file.path()), std::runtime_error);
    }
    BOOST_CHECK_THROW(read_secret(file.path().parent_path()), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(only_the_owner_may_have_any_right_to_it) {
    file.write("secret\n");
    for (const unsigned mode : {0600U, 0400U, 0700U}) BOOST_TEST(is_read_with(mode), "mode: " << std::oct << mode);
    for (const unsigned mode : {0640U, 0620U, 0610U, 0604U, 0602U, 0601U, 0644U, 0666U})
        BOOST_TEST(!is_read_with(mode), "mode: " << std::oct << mode);
}

BOOST_AUTO_TEST_CASE(a_credential_of_systemd_seems_open_to_its_group_and_is_read) {
    file.write("secret\n");
    // NOLINTBEGIN(concurrency-mt-unsafe): one thread
    ::setenv("CREDENTIALS_DIRECTORY", std::filesystem::path{file.path()}.parent_path().c_str(), 1);
    BOOST_TEST(is_read_with(0440));
    for (const unsigned mode : {0460U, 0450U, 0444U, 0404U, 0441U})
        BOOST_TEST(!is_read_with(mode), "mode: " << std::oct << mode);
    for (const char* const directory : {"", "/", "/run/credentials/another.service"}) {
        ::setenv("CREDENTIALS_DIRECTORY", directory, 1);
        BOOST_TEST(!is_read_with(0440), "directory: " << directory);
    }
    ::unsetenv("CREDENTIALS_DIRECTORY");
    // NOLINTEND(concurrency-mt-unsafe)
}

BOOST_AUTO_TEST_CASE(what_is_wrong_names_the_path_and_not_the_secret) {
    file.write("hunter2\n", 0644);
    BOOST_CHECK_EXCEPTION(read_secret(file.path()), std::runtime_error, [&](const std::runtime_error& fault) {
        const std::string text = fault.what();
        return text.find(file.path()) != std::string::npos && text.find("hunter2") == std::string::npos;
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::private_file_test
