#include <fstream>
#include <optional>
#include <regex>
#include <string>

#include <boost/test/unit_test.hpp>

#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/json.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/stack.hpp"
#include "support/subscriber.hpp"

namespace likes::test {
namespace {

const std::string kTrace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/// Likes with that header, and returns the event that comes of it.
Delivered event_of_like(const std::string& traceparent) {
    const Chat chat{1};
    Subscriber phone{chat};
    const auto response =
        Caller{chat.members()[0]}.send("POST", like_path(chat.message()), {"traceparent: " + traceparent});
    BOOST_TEST(response.status == 200);
    BOOST_REQUIRE(phone.wait_for_version(chat.message(), 1));
    return phone.delivered().back();
}

/// The first line of the service's log that has the text, as an object.
std::optional<rapidjson::Document> line_with(const std::string& log, const std::string& text) {
    std::ifstream file{stack().var_dir / "log" / log};
    for (std::string line; std::getline(file, line);) {
        if (line.find(text) != std::string::npos) return parse_json(line);
    }
    return std::nullopt;
}

BOOST_AUTO_TEST_SUITE(traces)

BOOST_AUTO_TEST_CASE(the_trace_of_a_like_goes_with_its_event_and_into_the_access_log) {
    auto event = event_of_like(kTrace);
    BOOST_TEST(event.user_properties["traceparent"] == kTrace);
    const std::string id = event.user_properties["request-id"];
    BOOST_TEST(std::regex_match(id, std::regex{"[0-9a-f]{32}"}), id);
    std::optional<rapidjson::Document> line;
    BOOST_REQUIRE(eventually([&] { return (line = line_with("nginx.access.log", id)).has_value(); }));
    BOOST_TEST(text_of(*line, "request_id") == id);
    BOOST_TEST(text_of(*line, "traceparent") == kTrace);
}

BOOST_AUTO_TEST_CASE(who_comes_without_a_valid_trace_begins_one_under_the_id_of_the_request) {
    for (const std::string& invalid :
         {std::string{""}, std::string{"nonsense"}, "ff" + kTrace.substr(2),
          std::string{"00-00000000000000000000000000000000-00f067aa0ba902b7-01"},
          std::string{"00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"},
          std::string{"00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"}, kTrace + "-more"}) {
        BOOST_TEST_CONTEXT("traceparent: " << invalid) {
            auto event = event_of_like(invalid);
            const std::string id = event.user_properties["request-id"];
            BOOST_TEST(event.user_properties["traceparent"] == "00-" + id + '-' + id.substr(0, 16) + "-00");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_fault_is_logged_under_the_id_that_the_caller_was_told_and_the_callers_trace) {
    const Chat chat{1};
    Caller caller{chat.members()[0]};
    StoppedService database{"mariadb"};
    const auto response = caller.send("POST", like_path(chat.message()), {"traceparent: " + kTrace});
    BOOST_TEST(response.status == 503);
    const auto id = text_of(parse_json(response.body), "request_id");
    const auto line = line_with("like_message.log", id);
    BOOST_REQUIRE(line.has_value());
    BOOST_TEST(text_of(*line, "request_id") == id);
    BOOST_TEST(text_of(*line, "traceparent") == kTrace);
    database.start();
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
