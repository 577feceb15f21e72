#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "config/config.hpp"

namespace likes::config {
namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

std::string read_all(const File& file) {
    std::string text;
    std::rewind(file.get());
    for (int c = 0; (c = std::fgetc(file.get())) != EOF;) text += static_cast<char>(c);
    return text;
}

struct End {
    int exit_code;
    std::string standard_output;
    std::string standard_error;
};

constexpr int kWentOn = 99;

/// How a process ends that is started with these arguments; with kWentOn if it would have run.
End run(std::vector<std::string> arguments) {
    std::vector<char*> argv;
    argv.reserve(arguments.size());
    for (auto& argument : arguments) argv.push_back(argument.data());
    const File output{std::tmpfile(), &std::fclose};
    const File error{std::tmpfile(), &std::fclose};
    // What is not written yet would be written by the child as well.
    std::cout.flush();
    BOOST_REQUIRE(std::fflush(nullptr) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(::fileno(output.get()), STDOUT_FILENO);
        ::dup2(::fileno(error.get()), STDERR_FILENO);
        parse_or_exit("A description.", static_cast<int>(argv.size()), argv.data());
        ::_exit(kWentOn);
    }
    int status = 0;
    BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
    BOOST_REQUIRE(WIFEXITED(status));
    return {WEXITSTATUS(status), read_all(output), read_all(error)};
}

BOOST_AUTO_TEST_SUITE(parse_or_exit)

BOOST_AUTO_TEST_CASE(help_belongs_on_standard_output_and_is_a_success) {
    const auto end = run({"/usr/lib/likes/like_message", "--help"});
    BOOST_TEST(end.exit_code == EXIT_SUCCESS);
    BOOST_TEST(end.standard_output.find("A description.") != std::string::npos);
    BOOST_TEST(end.standard_output.find("like_message [OPTIONS]") != std::string::npos);
    BOOST_TEST(end.standard_error == "");
}

BOOST_AUTO_TEST_CASE(a_mistake_belongs_on_standard_error_and_is_a_failure) {
    const auto end = run({"/usr/lib/likes/like_message", "--threads", "0"});
    BOOST_TEST(end.exit_code == 2);
    BOOST_TEST(end.standard_output == "");
    BOOST_TEST(end.standard_error.starts_with("like_message: --threads: "));
    BOOST_TEST(end.standard_error.ends_with("(see like_message --help)\n"));
}

BOOST_AUTO_TEST_CASE(what_is_right_says_nothing_and_goes_on) {
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{"like_message", "--threads", "7"}, {"like_message"}, {}}) {
        BOOST_TEST_CONTEXT(arguments.size() << " arguments") {
            const auto end = run(arguments);
            BOOST_TEST(end.exit_code == kWentOn);
            BOOST_TEST(end.standard_output == "");
            BOOST_TEST(end.standard_error == "");
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::config
