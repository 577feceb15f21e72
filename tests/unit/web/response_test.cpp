#include "web/response.hpp"

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/web/same_json.hpp"

namespace likes::web::response_test {

std::vector<std::pair<std::string, std::string>> headers_of(const Response& response) {
    std::vector<std::pair<std::string, std::string>> headers;
    for (const auto& [name, value] : response.headers) headers.emplace_back(name, value);
    return headers;
}

BOOST_AUTO_TEST_SUITE(response)

BOOST_AUTO_TEST_CASE(an_answer_is_json_that_no_shared_cache_keeps) {
    const auto answer = json(R"({"a":1})");
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(answer.body == R"({"a":1})");
    BOOST_TEST(json("{}", "no-store").headers.back().value == "no-store");
    const std::vector<std::pair<std::string, std::string>> expected{{"Content-Type", "application/json"},
                                                                    {"Cache-Control", "private, no-cache"}};
    BOOST_TEST((headers_of(answer) == expected));
}

BOOST_AUTO_TEST_CASE(a_problem_has_the_five_members_of_the_specification_is_not_cached_and_carries_its_own_headers) {
    const auto answer = problem({503, "Later.", {{"Retry-After", "1"}, {"X-Second", "2"}}}, "4f2a");
    BOOST_TEST(answer.status == 503);
    BOOST_TEST(likes::test::same_json(answer.body, R"({"type":"about:blank","title":"Service Unavailable","status":503,
                                                "detail":"Later.","request_id":"4f2a"})"));
    const std::vector<std::pair<std::string, std::string>> expected{{"Content-Type", "application/problem+json"},
                                                                    {"Cache-Control", "no-store"},
                                                                    {"Retry-After", "1"},
                                                                    {"X-Second", "2"}};
    BOOST_TEST((headers_of(answer) == expected));
}

BOOST_AUTO_TEST_CASE(text_of_a_problem_cannot_leave_its_string) {
    const std::string zero(1, '\0');
    const auto answer = problem({400, "a\"b\\c\n\t" + zero + "ё"}, R"(","status":"200)");
    BOOST_TEST(likes::test::same_json(answer.body, R"({"type":"about:blank","title":"Bad Request","status":400,
                                                "detail":"a\"b\\c\n\t\u0000ё",
                                                "request_id":"\",\"status\":\"200"})"));
    BOOST_TEST(answer.body.find('\n') == std::string::npos);
    BOOST_TEST(answer.body.find('\0') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(each_status_of_the_specification_has_the_name_of_the_standard) {
    const std::vector<std::pair<int, std::string>> names{
        {200, "OK"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {413, "Content Too Large"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {500, "Internal Server Error"},
        {503, "Service Unavailable"},
    };
    for (const auto& [status, name] : names) {
        BOOST_TEST_CONTEXT("status " << status) {
            BOOST_TEST(reason_phrase(status) == name);
        }
    }
    BOOST_TEST(reason_phrase(299) == "Unknown");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::web::response_test
