#include "exposition/exposition.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/metrics/directory.hpp"

namespace likes::exposition {
namespace {

using metrics::Numbers;
using metrics::test::Directory;
using namespace std::chrono_literals;

constexpr Time kNow{1'795'444'451s};

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream stream{text};
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

/// The value of the series, which is named as it stands in the text; NaN if it is not there exactly once.
double value_of(const std::string& text, const std::string& series) {
    double value = std::numeric_limits<double>::quiet_NaN();
    int found = 0;
    for (const auto& line : lines_of(text)) {
        if (!line.starts_with(series + ' ')) continue;
        value = std::stod(line.substr(series.size()));
        ++found;
    }
    return found == 1 ? value : std::numeric_limits<double>::quiet_NaN();
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

BOOST_AUTO_TEST_SUITE(exposition)

BOOST_AUTO_TEST_CASE(counters_of_each_process_are_told_apart) {
    const Directory directory;
    BOOST_TEST(!metrics::publish(directory.path(), "like_message").has_value());
    metrics::here().count_request(200, 1ms);
    directory.run_process("like_message", [](Numbers& numbers) {
        numbers.count_request(503, 1ms);
        numbers.count_request(503, 1ms);
        numbers.count_request(418, 1ms);
    });
    const auto all = text(directory.path(), std::nullopt, kNow);
    const std::string requests = R"(chat_likes_requests_total{program="like_message",process=)";
    BOOST_TEST(value_of(all, requests + R"("0",code="200"})") == 1);
    BOOST_TEST(value_of(all, requests + R"("1",code="200"})") == 0);
    BOOST_TEST(value_of(all, requests + R"("1",code="503"})") == 2);
    BOOST_TEST(value_of(all, requests + R"("1",code="other"})") == 1);
}

BOOST_AUTO_TEST_CASE(a_histogram_is_cumulative_and_in_seconds) {
    const Directory directory;
    directory.run_process("like_message", [](Numbers& numbers) {
        numbers.count_request(200, 400us);
        numbers.count_request(200, 2ms);
        numbers.count_request(200, 10s);
    });
    const auto all = text(directory.path(), std::nullopt, kNow);
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
    BOOST_REQUIRE(bounds.size() == metrics::kLatencyBounds.size() + 1);
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

BOOST_AUTO_TEST_CASE(of_the_dead_there_are_counters_but_no_gauges) {
    const Directory directory;
    directory.run_process("relay", [](Numbers& numbers) {
        numbers.events_relayed.add(4);
        numbers.broker_connections.add(2);
    });
    const auto all = text(directory.path(), std::nullopt, kNow);
    BOOST_TEST(value_of(all, R"(chat_likes_events_relayed_total{program="relay",process="0"})") == 4);
    BOOST_TEST(!has(all, "chat_likes_broker_connections{"));
    BOOST_TEST(value_of(all, R"(chat_likes_processes{program="relay"})") == 0);
}

BOOST_AUTO_TEST_CASE(nobody_is_credited_with_what_is_not_its_work) {
    const Directory directory;
    for (const std::string program : {"like_message", "relay", "mosquitto"}) {
        directory.run_process(program, [](Numbers&) {});
    }
    const auto all = text(directory.path(), std::nullopt, kNow);
    BOOST_TEST(!has(all, R"(chat_likes_requests_total{program="relay")"));
    BOOST_TEST(!has(all, R"(chat_likes_database_errors_total{program="mosquitto")"));
    BOOST_TEST(!has(all, R"(chat_likes_broker_admissions_total{program="like_message")"));
    BOOST_TEST(
        value_of(all, R"(chat_likes_broker_admissions_total{program="mosquitto",process="0",verdict="refused"})") == 0);
}

BOOST_AUTO_TEST_CASE(a_large_number_is_written_out) {
    const Directory directory;
    BOOST_TEST(!metrics::publish(directory.path(), "relay").has_value());
    metrics::here().revocations_looked_at.set(1'795'444'451);
    metrics::here().events_relayed.add(123'456'789'012);
    const auto all = text(directory.path(), std::nullopt, kNow);
    const std::string labels = R"({program="relay",process="0"})";
    BOOST_TEST(value_of(all, "chat_likes_revocations_looked_at_timestamp_seconds" + labels) == 1'795'444'451.0);
    BOOST_TEST(value_of(all, "chat_likes_events_relayed_total" + labels) == 123'456'789'012.0);
}

BOOST_AUTO_TEST_CASE(what_only_the_database_knows_is_left_out_while_it_does_not_answer) {
    const Directory directory;
    const auto with = text(directory.path(), Backlog{7, kNow - 1500ms}, kNow);
    BOOST_TEST(value_of(with, "chat_likes_database_up") == 1);
    BOOST_TEST(value_of(with, "chat_likes_outbox_rows") == 7);
    BOOST_TEST(value_of(with, "chat_likes_outbox_oldest_age_seconds") == 1.5);
    for (const auto& backlog : {Backlog{}, Backlog{1, kNow + 1s}}) {
        BOOST_TEST(value_of(text(directory.path(), backlog, kNow), "chat_likes_outbox_oldest_age_seconds") == 0);
    }
    const auto without = text(directory.path(), std::nullopt, kNow);
    BOOST_TEST(value_of(without, "chat_likes_database_up") == 0);
    BOOST_TEST(!has(without, "chat_likes_outbox"));
}

BOOST_AUTO_TEST_CASE(each_family_is_there_once_with_help_and_a_name_that_keeps_the_conventions) {
    const Directory directory;
    for (const std::string program : {"like_message", "relay", "mosquitto"}) {
        BOOST_TEST(!metrics::publish(directory.path(), program).has_value());
    }
    std::set<std::string> helped;
    std::set<std::string> typed;
    for (const auto& line : lines_of(text(directory.path(), Backlog{}, kNow))) {
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

}  // namespace
}  // namespace likes::exposition
