#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "problem.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/service.hpp"
#include "support/stack.hpp"
#include "support/token.hpp"
#include "support/unique.hpp"

/// Pages of other origins: what a browser asks before it sends a call for them, and what it lets them read.
namespace likes::test {
namespace {

const std::string kAllowOrigin = "access-control-allow-origin";

/// nginx with these allowed origins.
NginxWith origins(const std::string& list) {
    return NginxWith{{{"ALLOWED_ORIGINS", list}}};
}

HttpResponse ask(const std::string& method, const std::string& target, const std::vector<std::string>& headers) {
    return HttpClient{}.send({method, target, headers, {}});
}

HttpResponse preflight(const std::string& target, const std::string& origin, const std::string& method) {
    return ask("OPTIONS", target,
               {"Origin: " + origin, "Access-Control-Request-Method: " + method,
                "Access-Control-Request-Headers: authorization,if-none-match"});
}

std::string value(const HttpResponse& response, const std::string& name) {
    return response.header(name).value_or("(not there)");
}

/// Nothing in the answer tells a browser that another page may read it.
void check_closed(const HttpResponse& response) {
    for (const auto& [name, unused] : response.headers) {
        BOOST_TEST(!name.starts_with("access-control-"), name);
    }
}

BOOST_AUTO_TEST_SUITE(cors)

BOOST_AUTO_TEST_CASE(without_allowed_origins_nothing_speaks_of_any) {
    const Chat chat{1};
    const std::string target = likes_path(chat.message());
    const std::string authorization = "Authorization: " + bearer(chat.members()[0]);
    const std::string own = "http://127.0.0.1:" + std::to_string(stack().http_port);
    for (const std::string& origin : {own, std::string{"https://chat.example"}, std::string{"null"}}) {
        const auto read = ask("GET", target, {authorization, "Origin: " + origin});
        BOOST_TEST(read.status == 200);
        check_closed(read);
        const auto refused = preflight(target, origin, "GET");
        check_problem(refused, 405);
        check_closed(refused);
    }
}

BOOST_AUTO_TEST_CASE(a_page_of_an_allowed_origin_may_ask_call_and_read) {
    const auto nginx = origins(
        "https://chat.example,http://[::1]:5173,capacitor://localhost,ionic://localhost,https://Other.example:443,"
        "http://a-long-name-of-a-host-that-somebody-has-chosen-for-a-review-of-a-branch.preview.example:65535");
    const Chat chat{1};
    const std::string target = likes_path(chat.message());
    const std::string authorization = "Authorization: " + bearer(chat.members()[0]);
    for (const std::string origin :
         {"https://chat.example", "http://[::1]:5173", "capacitor://localhost", "ionic://localhost",
          "https://other.example",
          "http://a-long-name-of-a-host-that-somebody-has-chosen-for-a-review-of-a-branch.preview.example:65535"}) {
        BOOST_TEST_CONTEXT("origin: " << origin) {
            const auto asked = preflight(target, origin, "GET");
            BOOST_TEST(asked.status == 204);
            BOOST_TEST(value(asked, kAllowOrigin) == origin);
            BOOST_TEST(value(asked, "access-control-allow-methods") == "GET, HEAD");
            BOOST_TEST(value(asked, "access-control-allow-headers") ==
                       "Authorization, Content-Type, If-None-Match, traceparent");
            BOOST_TEST(value(asked, "access-control-max-age") == "7200");
            BOOST_TEST(value(asked, "vary") == "Origin");
            BOOST_TEST(!asked.headers.contains("access-control-allow-credentials"));

            const auto read = ask("GET", target, {authorization, "Origin: " + origin});
            BOOST_TEST(read.status == 200);
            BOOST_TEST(value(read, kAllowOrigin) == origin);
            BOOST_TEST(value(read, "access-control-expose-headers") ==
                       "ETag, Retry-After, WWW-Authenticate, Allow, Content-Disposition, X-Request-Id");
            BOOST_TEST(value(read, "vary") == "Origin");
            const auto same =
                ask("GET", target, {authorization, "Origin: " + origin, "If-None-Match: " + value(read, "etag")});
            BOOST_TEST(same.status == 304);
            BOOST_TEST(value(same, kAllowOrigin) == origin);
        }
    }
    const std::string allowed = "https://chat.example";
    for (const auto& [path, methods] :
         std::vector<std::pair<std::string, std::string>>{{like_path(chat.message()), "POST, DELETE"},
                                                          {reaction_path(chat.message(), "joy"), "PUT, DELETE"},
                                                          {"/api/v1/realtime/token", "POST"}}) {
        BOOST_TEST(value(preflight(path, allowed, "POST"), "access-control-allow-methods") == methods);
    }
    // A module is loaded by these rules as well.
    for (const std::string library : {"/likes.js", "/likes-analytics.js"}) {
        BOOST_TEST(value(ask("GET", library, {"Origin: " + allowed}), kAllowOrigin) == allowed);
    }
    // Whoever is not a page of another origin gets the same answer, which says that it could have been another.
    const auto plain = ask("GET", target, {authorization});
    BOOST_TEST(plain.status == 200);
    check_closed(plain);
    BOOST_TEST(value(plain, "vary") == "Origin");
}

BOOST_AUTO_TEST_CASE(a_page_of_an_allowed_origin_can_read_why_it_got_nothing) {
    const auto nginx = origins("https://chat.example");
    const Chat chat{1};
    const std::string origin = "Origin: https://chat.example";
    const std::string long_text(25 * std::size_t{1024}, 'x');
    const std::string authorization = "Authorization: " + bearer(chat.members()[0]);
    HttpClient client;
    const auto check = [&](int status, const HttpRequest& request) {
        BOOST_TEST_CONTEXT(status) {
            const auto response = client.send(request);
            check_problem(response, status);
            BOOST_TEST(value(response, kAllowOrigin) == "https://chat.example");
            BOOST_TEST(response.headers.contains("access-control-expose-headers"));
        }
    };
    const std::string path = like_path(chat.message());
    check(400, {"POST", like_path("1"), {origin, authorization}, {}});
    check(401, {"POST", path, {origin}, {}});
    check(404, {"GET", "/api/v1/nothing", {origin}, {}});
    check(405, {"GET", path, {origin, authorization}, {}});
    check(405, {"OPTIONS", path, {origin}, {}});
    check(413, {"POST", path, {origin, authorization}, long_text});
    check(431, {"POST", path, {origin, authorization, "X-Long: " + long_text}, {}});
    const StoppedService handler{"like_message"};
    check(503, {"POST", path, {origin, authorization}, {}});
}

BOOST_AUTO_TEST_CASE(a_page_of_an_allowed_origin_is_told_that_it_calls_too_often) {
    const NginxWith nginx{
        {{"ALLOWED_ORIGINS", "https://chat.example"}, {"RATE_LIMIT_PER_SECOND", "1"}, {"RATE_LIMIT_BURST", "1"}}};
    HttpClient client{unique_loopback_address()};
    constexpr int kCallsMax = 100;
    HttpResponse response{};
    for (int i = 0; i < kCallsMax && response.status != 429; ++i) {
        response = client.send({"GET", likes_path("1"), {"Origin: https://chat.example"}, {}});
    }
    check_problem(response, 429);
    check_retry_after(response);
    BOOST_TEST(value(response, kAllowOrigin) == "https://chat.example");
}

BOOST_AUTO_TEST_CASE(what_only_resembles_an_allowed_origin_is_another) {
    const auto nginx = origins("https://chat.example,http://[::1]:5173");
    const Chat chat{1};
    const std::string target = likes_path(chat.message());
    for (const std::string origin :
         {"http://chat.example", "https://chat.example:8443", "https://chat.example.evil.example",
          "https://evil.example", "https://xchat.example", "https://chat.example/",
          "https://chat.example,https://evil.example", "null", "*", "http://[::1]", "http://[::1]:51730",
          "http://localhost:5173"}) {
        BOOST_TEST_CONTEXT("origin: " << origin) {
            check_closed(ask("GET", target, {"Origin: " + origin}));
            const auto refused = preflight(target, origin, "GET");
            check_problem(refused, 405);
            check_closed(refused);
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_origin_cannot_be_allowed) {
    for (const std::string list : {"*",
                                   "null",
                                   "chat.example",
                                   "https://",
                                   "https://*.example",
                                   "https://chat.example/",
                                   "https://chat.example/x",
                                   "https://user@chat.example",
                                   "https://chat.example:",
                                   "https://chat.example:port",
                                   "https://chat.example:123456",
                                   "https://[::1",
                                   "https://::1",
                                   "https://a b",
                                   "https://a\" 1; }",
                                   "https://a;",
                                   "https://$host",
                                   "https://a,,https://b c",
                                   "1a://b",
                                   "file://",
                                   "https://chat.example https://b"}) {
        BOOST_TEST_CONTEXT("origins: " << list) {
            const auto refused = run_script("service", {"reload", "nginx"}, {}, {{"ALLOWED_ORIGINS", list}});
            BOOST_TEST(refused.exit_code != 0);
            BOOST_TEST(refused.errors.find("ALLOWED_ORIGINS is '" + list) != std::string::npos, refused.errors);
        }
    }
    const std::string too_long = "https://" + std::string(254, 'a');
    BOOST_TEST(run_script("service", {"reload", "nginx"}, {}, {{"ALLOWED_ORIGINS", too_long}}).exit_code != 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
