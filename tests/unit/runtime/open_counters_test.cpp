#include <filesystem>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

#include "runtime/counters.hpp"
#include "unit/runtime/directory.hpp"

namespace likes::runtime {
namespace {

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

}  // namespace
}  // namespace likes::runtime
