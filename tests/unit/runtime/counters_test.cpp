#include "runtime/counters.hpp"

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

#include "unit/runtime/directory.hpp"

namespace likes::runtime::counters_test {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(counters_of_a_process)

BOOST_AUTO_TEST_CASE(nothing_is_lost_when_many_threads_count) {
    constexpr std::uint64_t kThreads = 8;
    constexpr std::uint64_t kTimes = 10'000;
    Counters numbers;
    {
        std::vector<std::jthread> threads;
        for (std::uint64_t i = 0; i < kThreads; ++i) {
            threads.emplace_back([&numbers] {
                for (std::uint64_t n = 0; n < kTimes; ++n) {
                    const Held waiting{numbers.lane_queue};
                    numbers.count_request(200, 1ms);
                }
            });
        }
    }
    BOOST_TEST(numbers.requests[0].value() == kThreads * kTimes);
    BOOST_TEST(numbers.request_microseconds.sum() == kThreads * kTimes * 1000);
    BOOST_TEST(numbers.lane_queue.value() == 0);
}

BOOST_AUTO_TEST_CASE(a_bound_is_the_last_of_its_range) {
    Histogram<kBatchBounds> histogram;
    for (const std::uint64_t value : {0U, 1U, 2U, 3U, 256U, 257U, 100'000U}) histogram.observe(value);
    BOOST_TEST(histogram.count(0) == 2U);
    BOOST_TEST(histogram.count(1) == 1U);
    BOOST_TEST(histogram.count(2) == 1U);
    BOOST_TEST(histogram.count(kBatchBounds.size() - 1) == 1U);
    BOOST_TEST(histogram.count(kBatchBounds.size()) == 2U);
    BOOST_TEST(histogram.sum() == 100'519U);
}

BOOST_AUTO_TEST_CASE(each_status_has_a_counter_and_those_nobody_thought_of_share_one) {
    Counters numbers;
    for (const int status : kStatuses) numbers.count_request(status, 1us);
    for (const int status : {0, 418, 599}) numbers.count_request(status, 1us);
    for (std::size_t i = 0; i < kStatuses.size(); ++i) {
        BOOST_TEST_INFO_SCOPE("status " << kStatuses[i]);
        BOOST_TEST(numbers.requests[i].value() == 1U);
    }
    BOOST_TEST(numbers.requests.back().value() == 3U);
}

BOOST_AUTO_TEST_CASE(a_duration_that_a_clock_made_negative_counts_as_none) {
    Counters numbers;
    numbers.count_request(200, -1s);
    BOOST_TEST(numbers.request_microseconds.count(0) == 1U);
    BOOST_TEST(numbers.request_microseconds.sum() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

using test::Directory;

struct Fixture {
    /// Of the only file there is.
    ProcessCounters only() const {
        auto all = directory.read();
        BOOST_REQUIRE(all.size() == 1U);
        return std::move(all.front());
    }

    const Directory directory;
};

BOOST_FIXTURE_TEST_SUITE(counter_files, Fixture)

BOOST_AUTO_TEST_CASE(what_a_process_counts_is_seen_while_it_lives) {
    BOOST_TEST(!open_counters(directory.path(), "a_program").has_value());
    counters().events_published.add(3);
    counters().broker_connections.set(2);
    const auto all = directory.read();
    BOOST_REQUIRE(all.size() == 1U);
    BOOST_TEST(all[0].program == "a_program");
    BOOST_TEST(all[0].process == "0");
    BOOST_TEST(all[0].is_alive);
    BOOST_TEST(all[0].counters().events_published.value() == 3U);
    counters().events_published.add();
    BOOST_TEST(all[0].counters().events_published.value() == 4U);
    BOOST_TEST(all[0].counters().broker_connections.value() == 2);
}

BOOST_AUTO_TEST_CASE(what_a_process_counted_outlives_it_and_its_successor_counts_on) {
    const auto count = [](Counters& numbers) {
        numbers.events_published.add(5);
        numbers.broker_connections.add(1);
    };
    directory.run_process("a_program", count);
    BOOST_TEST(!only().is_alive);
    BOOST_TEST(only().counters().events_published.value() == 5U);

    directory.run_process("a_program", count);
    BOOST_TEST(only().counters().events_published.value() == 10U);
    // What the first had open went with it.
    BOOST_TEST(only().counters().broker_connections.value() == 1);
}

BOOST_AUTO_TEST_CASE(processes_of_one_program_at_the_same_time_have_a_file_each) {
    BOOST_TEST(!open_counters(directory.path(), "a_program").has_value());
    directory.run_process("a_program", [](Counters& numbers) { numbers.events_published.add(7); });
    directory.run_process("another", [](Counters& numbers) { numbers.events_published.add(9); });
    const auto all = directory.read();
    BOOST_REQUIRE(all.size() == 3U);
    BOOST_TEST(all[0].process == "0");
    BOOST_TEST(all[0].is_alive);
    BOOST_TEST(all[0].counters().events_published.value() == 0U);
    BOOST_TEST(all[1].process == "1");
    BOOST_TEST(!all[1].is_alive);
    BOOST_TEST(all[1].counters().events_published.value() == 7U);
    BOOST_TEST(all[2].program == "another");
    BOOST_TEST(all[2].process == "0");
}

BOOST_AUTO_TEST_CASE(a_file_of_another_version_begins_anew) {
    directory.run_process("a_program", [](Counters& numbers) { numbers.events_published.add(5); });
    {
        std::fstream file{directory.path() / "a_program.0", std::ios::in | std::ios::out | std::ios::binary};
        file.write("another!", 8);
    }
    BOOST_TEST(directory.read().empty());
    directory.run_process("a_program", [](Counters& numbers) { numbers.events_refused.add(); });
    BOOST_TEST(only().counters().events_published.value() == 0U);
    BOOST_TEST(only().counters().events_refused.value() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_no_counter_file_is_passed_over) {
    BOOST_TEST(directory.read().empty());
    directory.run_process("a_program", [](Counters&) {});
    for (const std::string name : {"a_program.1", "a_program", "a_program.", "a_program.x", ".0"}) {
        std::ofstream{directory.path() / name} << "something else";
    }
    std::filesystem::create_directory(directory.path() / "a_program.2");
    BOOST_TEST(directory.read().size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_umask_decides_who_else_can_read_it) {
    using std::filesystem::perms;
    const mode_t before = umask(0077);
    directory.run_process("a_program", [](Counters&) {});
    umask(before);
    const auto others = perms::group_all | perms::others_all;
    BOOST_TEST(((std::filesystem::status(directory.path()).permissions() & others) == perms::none));
    BOOST_TEST(((std::filesystem::status(directory.path() / "a_program.0").permissions() & others) == perms::none));
}

BOOST_AUTO_TEST_CASE(a_directory_that_cannot_be_made_is_reported_and_the_process_counts_all_the_same) {
    const auto fault = open_counters(directory.path() / "of" / "nobody", "a_program");
    BOOST_REQUIRE(fault.has_value());
    BOOST_TEST(!fault->empty());
    const auto before = counters().events_published.value();
    counters().events_published.add();
    BOOST_TEST(counters().events_published.value() == before + 1);
    BOOST_TEST(!open_counters({}, "a_program").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::runtime::counters_test
