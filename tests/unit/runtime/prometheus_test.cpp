#include "runtime/prometheus.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/runtime/directory.hpp"
#include "unit/runtime/prometheus_text.hpp"

namespace likes::runtime::prometheus_test {

using likes::test::has;
using likes::test::lines_of;
using likes::test::value_of;
using test::Directory;
using namespace std::chrono_literals;

/// What the processes of the directory have counted.
std::string page_of(const Directory& directory) {
    return to_text(families(read_all(directory.path())));
}

struct Fixture {
    const Directory directory;
};

BOOST_FIXTURE_TEST_SUITE(prometheus_page, Fixture)

BOOST_AUTO_TEST_CASE(counters_of_each_process_are_told_apart) {
    BOOST_TEST(!open_counters(directory.path(), "like_message").has_value());
    counters().count_request(200, 1ms);
    directory.run_process("like_message", [](Counters& numbers) {
        numbers.count_request(503, 1ms);
        numbers.count_request(503, 1ms);
        numbers.count_request(418, 1ms);
    });
    const auto all = page_of(directory);
    const std::string requests = R"(chat_likes_requests_total{program="like_message",process=)";
    BOOST_TEST(value_of(all, requests + R"("0",code="200"})") == 1);
    BOOST_TEST(value_of(all, requests + R"("1",code="200"})") == 0);
    BOOST_TEST(value_of(all, requests + R"("1",code="503"})") == 2);
    BOOST_TEST(value_of(all, requests + R"("1",code="other"})") == 1);
}

BOOST_AUTO_TEST_CASE(a_histogram_is_cumulative_and_in_seconds) {
    directory.run_process("like_message", [](Counters& numbers) {
        numbers.count_request(200, 400us);
        numbers.count_request(200, 2ms);
        numbers.count_request(200, 10s);
    });
    const auto all = page_of(directory);
    const std::string name = "chat_likes_request_duration_seconds";
    const std::string labels = R"({program="like_message",process="0")";
    std::vector<double> bounds;
    std::vector<double> counts;
    const std::string head = name + "_bucket" + labels + R"(,le=")";
    for (const auto& line : lines_of(all)) {
        if (!line.starts_with(head)) continue;
        bounds.push_back(std::stod(line.substr(head.size())));
        counts.push_back(std::stod(line.substr(line.rfind(' '))));
    }
    BOOST_REQUIRE(bounds.size() == kLatencyBounds.size() + 1);
    BOOST_TEST(std::is_sorted(bounds.begin(), bounds.end()));
    BOOST_TEST(std::is_sorted(counts.begin(), counts.end()));
    BOOST_TEST(bounds.front() == 0.0005, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(std::isinf(bounds.back()));
    BOOST_TEST(counts.front() == 1);
    BOOST_TEST(counts[counts.size() - 2] == 2);
    BOOST_TEST(counts.back() == 3);
    BOOST_TEST(value_of(all, name + "_count" + labels + '}') == 3);
    BOOST_TEST(value_of(all, name + "_sum" + labels + '}') == 10.0024, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(of_the_dead_there_are_counters_but_no_gauges_and_large_numbers_are_written_out) {
    directory.run_process("relay", [](Counters& numbers) {
        numbers.events_relayed.add(123'456'789'012);
        numbers.broker_connections.add(2);
    });
    const std::string relayed = R"(chat_likes_events_relayed_total{program="relay",process="0"})";
    BOOST_TEST(value_of(page_of(directory), relayed) == 123'456'789'012.0);
    BOOST_TEST(!has(page_of(directory), "chat_likes_broker_connections{"));
    BOOST_TEST(value_of(page_of(directory), R"(chat_likes_processes{program="relay"})") == 0);
}

BOOST_AUTO_TEST_CASE(a_process_counts_as_one_once_it_has_started) {
    BOOST_REQUIRE(!open_counters(directory.path(), "relay").has_value());
    const std::string processes = R"(chat_likes_processes{program="relay"})";
    BOOST_TEST(value_of(page_of(directory), processes) == 0);
    counters().serving.set(1);
    BOOST_TEST(value_of(page_of(directory), processes) == 1);
}

BOOST_AUTO_TEST_CASE(nobody_is_credited_with_what_is_not_its_work) {
    for (const std::string program : {"like_message", "relay", "mosquitto", "analytics", "notifier"}) {
        directory.run_process(program, [](Counters&) {});
    }
    const auto all = page_of(directory);
    BOOST_TEST(!has(all, R"(chat_likes_requests_total{program="analytics")"));
    BOOST_TEST(!has(all, R"(chat_likes_events_published_total{program="analytics")"));
    BOOST_TEST(!has(all, R"(chat_likes_reactions_given_total{program="relay")"));
    BOOST_TEST(!has(all, R"(chat_likes_notices_raised_total{program="analytics")"));
    BOOST_TEST(value_of(all, R"(chat_likes_notices_raised_total{program="notifier",process="0"})") == 0);
    BOOST_TEST(value_of(all, R"(chat_likes_analytics_changes_total{program="analytics",process="0"})") == 0);
    BOOST_TEST(!has(all, R"(chat_likes_requests_total{program="relay")"));
    BOOST_TEST(!has(all, R"(chat_likes_database_errors_total{program="mosquitto")"));
    BOOST_TEST(!has(all, R"(chat_likes_broker_admissions_total{program="like_message")"));
    BOOST_TEST(
        value_of(all, R"(chat_likes_broker_admissions_total{program="mosquitto",process="0",verdict="refused"})") == 0);
}

BOOST_AUTO_TEST_CASE(each_family_is_there_once_with_help_and_a_name_that_keeps_the_conventions) {
    for (const std::string program : {"like_message", "relay", "mosquitto", "analytics", "notifier"}) {
        BOOST_TEST(!open_counters(directory.path(), program).has_value());
    }
    std::set<std::string> helped;
    std::set<std::string> typed;
    for (const auto& line : lines_of(page_of(directory))) {
        std::istringstream words{line};
        std::string hash;
        std::string what;
        std::string name;
        std::string type;
        words >> hash >> what >> name >> type;
        if (hash != "#") continue;
        if (what == "HELP") BOOST_TEST(helped.insert(name).second, name);
        if (what != "TYPE") continue;
        BOOST_TEST(typed.insert(name).second, name);
        BOOST_TEST(name.starts_with("chat_likes_"), name);
        BOOST_TEST(name.ends_with("_total") == (type == "counter"), name);
    }
    BOOST_TEST(typed.size() > 20U);
    BOOST_TEST(helped == typed, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::runtime::prometheus_test
