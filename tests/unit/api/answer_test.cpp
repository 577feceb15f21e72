#include "api/answer.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <new>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidjson/document.h>

#include "lanes/group_commit.hpp"
#include "metrics/process.hpp"
#include "store/faults.hpp"
#include "unit/api/build.hpp"
#include "unit/http/same_json.hpp"
#include "unit/log/captured_log.hpp"

namespace likes::api {
namespace {

using likes::test::CapturedLog;
using likes::test::same_json;
using namespace likes::api::test;

const std::string kSecretDetail = "Table 'likes.reactions' at tcp://db.internal:3307: SELECT secret FROM users";

/// An endpoint that ends with a `Fault` made of these arguments.
template <class Fault, class... Arguments>
Endpoint throwing(Arguments... arguments) {
    return [arguments...](const http::Request&) -> http::Response { throw Fault{arguments...}; };
}

rapidjson::Document parse(const std::string& json) {
    rapidjson::Document document;
    document.Parse(json.data(), json.size());
    return document;
}

BOOST_AUTO_TEST_SUITE(answer)

BOOST_AUTO_TEST_CASE(what_the_endpoint_answers_goes_out_as_it_is_and_nothing_is_logged) {
    const CapturedLog log{"debug"};
    const auto response = api::answer(request("GET", "/a"), [](const http::Request& asked) {
        return http::Response{200, {{"X-Path", asked.path}}, "{}"};
    });
    BOOST_TEST(response.status == 200);
    BOOST_TEST(header(response, "X-Path") == "/a");
    BOOST_TEST(response.body == "{}");
    BOOST_TEST(log.text() == "");
}

BOOST_AUTO_TEST_CASE(a_problem_is_answered_with_its_text_and_headers_under_the_requests_id) {
    const CapturedLog log{"debug"};
    const auto response = api::answer(request("GET", "/a"), [](const http::Request&) -> http::Response {
        throw http::Problem{405, "Not so.", {{"Allow", "POST"}}};
    });
    BOOST_TEST(response.status == 405);
    BOOST_TEST(header(response, "Content-Type") == "application/problem+json");
    BOOST_TEST(header(response, "Allow") == "POST");
    BOOST_TEST(same_json(response.body, problem_json(405, "Method Not Allowed", "Not so.")));
    BOOST_TEST(log.text() == "");
}

BOOST_AUTO_TEST_CASE(overload_and_a_database_that_is_away_are_answered_503_with_a_time_to_come_back) {
    const std::vector<Endpoint> endpoints{throwing<lanes::Overloaded>(kSecretDetail),
                                          throwing<store::Unavailable>(kSecretDetail)};
    for (const auto& endpoint : endpoints) {
        const CapturedLog log{"info"};
        const auto response = api::answer(request("POST", "/a"), endpoint);
        BOOST_TEST(response.status == 503);
        BOOST_TEST(header(response, "Retry-After") == "1");
        BOOST_TEST(header(response, "Content-Type") == "application/problem+json");
        BOOST_TEST(same_json(response.body,
                             problem_json(503, "Service Unavailable",
                                          "The service cannot answer right now; please try the same call again.")));
    }
}

BOOST_AUTO_TEST_CASE(any_other_fault_is_answered_500_with_a_fixed_text_that_gives_nothing_away) {
    const std::vector<Endpoint> endpoints{throwing<std::runtime_error>(kSecretDetail),
                                          throwing<std::logic_error>(kSecretDetail), throwing<std::bad_alloc>(),
                                          throwing<std::out_of_range>(kSecretDetail)};
    for (const auto& endpoint : endpoints) {
        const CapturedLog log{"info"};
        const auto response = api::answer(request("POST", "/a"), endpoint);
        BOOST_TEST(response.status == 500);
        BOOST_TEST(header(response, "Retry-After") == "(not there)");
        BOOST_TEST(header(response, "Content-Type") == "application/problem+json");
        BOOST_TEST(
            same_json(response.body, problem_json(500, "Internal Server Error", "Something went wrong on our side.")));
    }
}

BOOST_AUTO_TEST_CASE(what_a_5xx_hides_from_the_client_is_logged_under_the_same_id) {
    const auto expect_line = [](const std::string& level, const Endpoint& endpoint) {
        const CapturedLog log{"info"};
        auto asked = request("POST", "/a");
        asked.authorization = "Bearer a-token-that-is-secret";
        asked.traceparent = "a-trace";
        api::answer(asked, endpoint);
        const auto lines = log.lines();
        BOOST_REQUIRE(lines.size() == 1U);
        const auto line = parse(lines[0]);
        BOOST_REQUIRE(line.IsObject());
        BOOST_TEST(line["level"].GetString() == level);
        BOOST_TEST(line["request_id"].GetString() == kRequestId);
        BOOST_TEST(line["traceparent"].GetString() == "a-trace");
        BOOST_TEST(line["method"].GetString() == "POST");
        BOOST_TEST(line["error"].GetString() == kSecretDetail);
        BOOST_TEST(lines[0].find("a-token") == std::string::npos);
    };
    expect_line("warning", throwing<lanes::Overloaded>(kSecretDetail));
    expect_line("warning", throwing<store::Unavailable>(kSecretDetail));
    expect_line("error", throwing<std::runtime_error>(kSecretDetail));
}

BOOST_AUTO_TEST_CASE(every_answer_is_counted_by_its_status_and_timed) {
    const CapturedLog log{"error"};
    const auto count = [](std::size_t status) { return metrics::here().requests.at(status).value(); };
    const auto timed = [] {
        std::uint64_t all = 0;
        const auto& histogram = metrics::here().request_microseconds;
        for (std::size_t range = 0; range <= metrics::kLatencyBounds.size(); ++range) all += histogram.count(range);
        return all;
    };
    const auto ok = count(0);
    const auto unavailable = count(metrics::kStatuses.size() - 1);
    const auto timed_before = timed();
    api::answer(request("GET", "/a"), [](const http::Request&) { return http::Response{}; });
    api::answer(request("GET", "/a"), throwing<store::Unavailable>(kSecretDetail));
    BOOST_TEST(count(0) == ok + 1);
    BOOST_TEST(count(metrics::kStatuses.size() - 1) == unavailable + 1);
    BOOST_TEST(timed() == timed_before + 2);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::api
