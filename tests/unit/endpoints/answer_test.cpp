#include "endpoints/answer.hpp"

#include <functional>
#include <new>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>
#include <rapidjson/document.h>

#include "database/errors.hpp"
#include "unit/endpoints/build.hpp"
#include "unit/runtime/captured_log.hpp"

namespace likes::endpoints::answer_test {

using likes::test::CapturedLog;
using likes::test::same_json;
using namespace likes::endpoints::test;

const std::string kSecretDetail = "Table 'likes.reactions' at tcp://db.internal:3307: SELECT secret FROM users";

/// Something that ends with a `Fault` made of these arguments instead of an answer.
using Make = std::function<web::Response()>;
template <class Fault, class... Arguments>
Make throwing(Arguments... arguments) {
    return [arguments...]() -> web::Response { throw Fault{arguments...}; };
}

const OwnRequest kAsking{
    .method = "POST", .path = "/a", .authorization = "Bearer a-token-that-is-secret", .traceparent = "a-trace"};
const web::Request kRequest = kAsking.request();

BOOST_AUTO_TEST_SUITE(answer)

BOOST_AUTO_TEST_CASE(what_is_made_goes_out_as_it_is_and_nothing_is_logged) {
    const CapturedLog log{"debug"};
    const auto response = endpoints::answer(kRequest, [] { return web::Response{200, {{"X-Path", "/a"}}, "{}"}; });
    BOOST_TEST(response.status == 200);
    BOOST_TEST(header(response, "X-Path") == "/a");
    BOOST_TEST(response.body == "{}");
    BOOST_TEST(log.text() == "");
}

BOOST_AUTO_TEST_CASE(a_problem_is_answered_with_its_text_and_headers_under_the_requests_id) {
    const CapturedLog log{"debug"};
    const auto response = endpoints::answer(kRequest, []() -> web::Response {
        throw web::Problem{405, "Not so.", {{"Allow", "POST"}}};
    });
    expect_problem(response, 405, "Not so.");
    BOOST_TEST(header(response, "Allow") == "POST");
    BOOST_TEST(log.text() == "");
}

BOOST_AUTO_TEST_CASE(overload_and_a_database_that_is_away_are_answered_503_with_a_time_to_come_back) {
    const CapturedLog log{"info"};
    for (const auto& response :
         {endpoints::answer(kRequest, throwing<database::Unavailable>(kSecretDetail)), answer_overloaded(kRequest)}) {
        expect_problem(response, 503, "The service cannot answer right now; please try the same call again.");
        BOOST_TEST(header(response, "Retry-After") == "1");
    }
}

BOOST_AUTO_TEST_CASE(any_other_fault_is_answered_500_with_a_fixed_text_that_gives_nothing_away) {
    for (const auto& make : {throwing<std::runtime_error>(kSecretDetail), throwing<std::logic_error>(kSecretDetail),
                             throwing<std::bad_alloc>(), throwing<std::out_of_range>(kSecretDetail),
                             Make{[]() -> web::Response { throw 7; }}}) {
        const CapturedLog log{"info"};
        const auto response = endpoints::answer(kRequest, make);
        expect_problem(response, 500, "Something went wrong on our side.");
        BOOST_TEST(header(response, "Retry-After") == "(not there)");
    }
}

BOOST_AUTO_TEST_CASE(what_a_5xx_hides_from_the_client_is_logged_under_the_same_id) {
    const auto expect_line = [](const std::string& level, const std::string& error, const Make& make) {
        const CapturedLog log{"info"};
        endpoints::answer(kRequest, make);
        const auto lines = log.lines();
        BOOST_REQUIRE(lines.size() == 1U);
        rapidjson::Document line;
        line.Parse(lines[0].data(), lines[0].size());
        BOOST_REQUIRE(line.IsObject());
        BOOST_TEST(line["level"].GetString() == level);
        BOOST_TEST(line["request_id"].GetString() == kRequestId);
        BOOST_TEST(line["traceparent"].GetString() == "a-trace");
        BOOST_TEST(line["method"].GetString() == "POST");
        BOOST_TEST(line["error"].GetString() == error);
        BOOST_TEST(!contains(lines[0], "a-token"));
    };
    expect_line("warning", kSecretDetail, throwing<database::Unavailable>(kSecretDetail));
    expect_line("error", kSecretDetail, throwing<std::runtime_error>(kSecretDetail));
    expect_line("warning", "too many requests wait, or this one has waited for too long",
                [] { return answer_overloaded(kRequest); });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::answer_test
