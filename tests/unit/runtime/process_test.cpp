#include "runtime/process.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runtime/counters.hpp"
#include "unit/runtime/directory.hpp"

namespace likes::runtime::process_test {

using test::Directory;
using StandardFile = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

std::string contents_of(const StandardFile& file) {
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

/// How a program ends that is started with these arguments and does `work`. What `work` returns is its exit code.
End run(std::vector<std::string> arguments, const std::function<int(const Process&)>& work = {},
        const Extend& extend = {}) {
    std::vector<char*> argv;
    argv.reserve(arguments.size());
    for (auto& argument : arguments) argv.push_back(argument.data());
    const StandardFile output{std::tmpfile(), &std::fclose};
    const StandardFile error{std::tmpfile(), &std::fclose};
    // What is not written yet would be written by the child as well.
    std::cout.flush();
    BOOST_REQUIRE(std::fflush(nullptr) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(::fileno(output.get()), STDOUT_FILENO);
        ::dup2(::fileno(error.get()), STDERR_FILENO);
        int exit_code = 0;
        try {
            const int argc = static_cast<int>(argv.size());
            const Process process = extend ? Process{"a_command", "A description.", argc, argv.data(), extend}
                                           : Process{"a_program", "A description.", argc, argv.data()};
            exit_code = work ? work(process) : kWentOn;
        } catch (const std::exception& fault) {
            exit_code = failed(fault);
        }
        ::_exit(exit_code);
    }
    int status = 0;
    BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
    BOOST_REQUIRE(WIFEXITED(status));
    return {WEXITSTATUS(status), contents_of(output), contents_of(error)};
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

bool is_readable(int descriptor) {
    pollfd polled{descriptor, POLLIN, 0};
    return ::poll(&polled, 1, 0) == 1;
}

BOOST_AUTO_TEST_SUITE(process)

BOOST_AUTO_TEST_CASE(help_belongs_on_standard_output_and_is_a_success) {
    const auto end = run({"/usr/lib/likes/like_message", "--help"});
    BOOST_TEST(end.exit_code == EXIT_SUCCESS);
    BOOST_TEST(contains(end.standard_output, "A description."));
    BOOST_TEST(contains(end.standard_output, "like_message [OPTIONS]"));
    BOOST_TEST(end.standard_error == "");
}

BOOST_AUTO_TEST_CASE(a_mistake_belongs_on_standard_error_and_is_a_failure) {
    const auto end = run({"/usr/lib/likes/like_message", "--lanes", "0"});
    BOOST_TEST(end.exit_code == 2);
    BOOST_TEST(end.standard_output == "");
    BOOST_TEST(end.standard_error.starts_with("like_message: --lanes: "));
    BOOST_TEST(end.standard_error.ends_with("(see like_message --help)\n"));
}

BOOST_AUTO_TEST_CASE(what_is_right_is_the_configuration_and_says_nothing) {
    const auto lanes = [](const Process& process) { return static_cast<int>(process.config().server.lanes); };
    for (const auto& [arguments, expected] : std::vector<std::pair<std::vector<std::string>, int>>{
             {{"like_message", "--lanes", "7"}, 7}, {{"like_message"}, 2}, {{}, 2}}) {
        BOOST_TEST_INFO_SCOPE(arguments.size() << " arguments");
        const auto end = run(arguments, lanes);
        BOOST_TEST(end.exit_code == expected);
        BOOST_TEST(end.standard_output == "");
        BOOST_TEST(end.standard_error == "");
    }
}

BOOST_AUTO_TEST_CASE(options_of_an_earlier_version_are_accepted_and_the_log_names_them) {
    const auto end = run({"a_program", "--threads", "128", "--queue-max=many"});
    BOOST_TEST(end.exit_code == kWentOn);
    BOOST_TEST(contains(end.standard_error, R"("option":"threads")"));
    BOOST_TEST(contains(end.standard_error, R"("option":"queue-max")"));
    BOOST_TEST(contains(end.standard_error, R"("level":"warning")"));
}

BOOST_AUTO_TEST_CASE(a_fault_goes_to_the_log_and_is_a_failure) {
    const auto end = run({"a_program"}, [](const Process&) -> int { throw std::runtime_error{"no such key file"}; });
    BOOST_TEST(end.exit_code == EXIT_FAILURE);
    BOOST_TEST(end.standard_output == "");
    BOOST_TEST(contains(end.standard_error, R"("level":"error","program":"a_program")"));
    BOOST_TEST(contains(end.standard_error, R"("error":"no such key file")"));
}

BOOST_AUTO_TEST_CASE(a_signal_to_stop_can_be_read_and_ends_nothing) {
    for (const int signal : {SIGTERM, SIGINT}) {
        BOOST_TEST_INFO_SCOPE("signal " << signal);
        const auto end = run({"a_program"}, [signal](const Process& process) {
            if (is_readable(process.stop_signal())) return 1;
            ::kill(::getpid(), signal);
            if (!is_readable(process.stop_signal())) return 2;
            // It returns, and whoever asks afterwards still finds the signal.
            process.wait_for_stop_signal();
            return is_readable(process.stop_signal()) ? kWentOn : 3;
        });
        BOOST_TEST(end.exit_code == kWentOn);
    }
}

BOOST_AUTO_TEST_CASE(a_signal_to_stop_interrupts_no_later_thread_and_files_may_be_open_as_the_system_allows) {
    const auto end = run({"a_program"}, [](const Process&) {
        sigset_t blocked{};
        std::thread{[&] { ::pthread_sigmask(SIG_BLOCK, nullptr, &blocked); }}.join();
        if (::sigismember(&blocked, SIGTERM) != 1 || ::sigismember(&blocked, SIGINT) != 1) return 1;
        rlimit limit{};
        return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur == limit.rlim_max ? kWentOn : 2;
    });
    BOOST_TEST(end.exit_code == kWentOn);
}

BOOST_AUTO_TEST_CASE(what_it_counts_is_in_the_metrics_directory_and_it_runs_without_one) {
    const Directory directory;
    const auto count = [](const Process&) {
        counters().events_published.add(5);
        return kWentOn;
    };
    BOOST_TEST(run({"a_program", "--metrics-dir", directory.path()}, count).exit_code == kWentOn);
    const auto all = directory.read();
    BOOST_REQUIRE(all.size() == 1U);
    BOOST_TEST(all[0].program == "a_program");
    BOOST_TEST(all[0].counters().events_published.value() == 5U);
    const auto end = run({"a_program", "--metrics-dir", directory.path() / "of" / "nobody"}, count);
    BOOST_TEST(end.exit_code == kWentOn);
    BOOST_TEST(contains(end.standard_error, "the monitor cannot read this process's counters"));
}

BOOST_AUTO_TEST_CASE(a_command_leaves_nothing_in_the_metrics_directory_that_would_be_missed_when_it_has_ended) {
    const Directory directory;
    const auto end = run({"a_command", "--metrics-dir", directory.path()}, {}, [](CLI::App&) {});
    BOOST_TEST(end.exit_code == kWentOn);
    BOOST_TEST(directory.read().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::runtime::process_test
