#include "problem.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "support/json.hpp"

namespace likes::test {
namespace {

bool is_number(const std::string& text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

}  // namespace

void check_tells_nothing_of_the_inside(const std::string& text) {
    for (const std::string word :
         {"SELECT",    "INSERT", "SQL",     "sql",       "maria",  "Maria",         "mosquitto", "websockets",
          "nginx",     "fcgi",   "FastCGI", "rapidjson", "cjose",  "openssl",       "boost",     "std::",
          "127.0.0.1", "unix:",  "/tmp",    "/var",      "/usr",   "/etc",          "/home",     ".cpp",
          ".hpp",      ".so",    ".conf",   "exception", "what()", "likes_handlers"}) {
        BOOST_TEST_CONTEXT("word: " << word) {
            BOOST_TEST(text.find(word) == std::string::npos);
        }
    }
}

void check_problem(const HttpResponse& response, int status) {
    BOOST_TEST_CONTEXT("body: " << response.body) {
        BOOST_TEST(response.status == status);
        BOOST_TEST(response.header("content-type").value_or("") == "application/problem+json");
        BOOST_TEST(response.header("cache-control").value_or("") == "no-store");
        const auto body = parse_json(response.body);
        BOOST_TEST((names_of(body) == std::set<std::string>{"type", "title", "status", "detail", "request_id"}));
        BOOST_TEST(text_of(body, "type") == "about:blank");
        BOOST_TEST(!text_of(body, "title").empty());
        BOOST_TEST(!text_of(body, "detail").empty());
        BOOST_TEST(number_of(body, "status") == static_cast<std::uint64_t>(status));
        BOOST_TEST(text_of(body, "request_id").size() == 32U);
        BOOST_TEST(text_of(body, "request_id") == response.header("x-request-id").value_or(""));
        check_tells_nothing_of_the_inside(response.body);
    }
}

void check_retry_after(const HttpResponse& response) {
    const auto seconds = response.header("retry-after");
    BOOST_REQUIRE(seconds.has_value());
    BOOST_TEST(is_number(*seconds), "Retry-After: " << *seconds);
}

}  // namespace likes::test
