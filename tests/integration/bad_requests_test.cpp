#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "problem.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/json.hpp"
#include "support/patience.hpp"
#include "support/processes.hpp"
#include "support/raw_http.hpp"
#include "support/stack.hpp"
#include "support/token.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

using namespace std::string_view_literals;

// NOLINTBEGIN(performance-inefficient-string-concatenation): a table is there to be read

/// A request as its parts, before it is bytes.
struct Call {
    std::string method;
    std::string target;
    std::vector<std::string> headers = {};
    std::string body = {};
};

RawRequest raw(const Call& call) {
    std::string bytes = call.method + ' ' + call.target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    for (const auto& header : call.headers) bytes += header + "\r\n";
    if (!call.body.empty()) bytes += "Content-Length: " + std::to_string(call.body.size()) + "\r\n";
    return {bytes + "\r\n" + call.body, call.method == "HEAD"};
}

/// 501 for a coding and 505 for a version of HTTP are the protocol's own words for what the client did (RFC 9112, 6.1,
/// RFC 9110, 15.6.6); anything else above 499 would say that the server failed.
bool is_the_servers_fault(int status) {
    return status >= 500 && status != 501 && status != 505;
}

/// What holds for every answer there is.
void check_answer(const HttpResponse& response, bool head_only) {
    constexpr int kHttp09 = 0;
    BOOST_TEST(!is_the_servers_fault(response.status), "status " << response.status);
    if (response.status == kHttp09) {
        check_tells_nothing_of_the_inside(response.body);
        return;
    }
    BOOST_TEST(response.header("server").value_or("") == "nginx");
    BOOST_TEST(!response.headers.contains("x-powered-by"));
    for (const auto& [name, value] : response.headers) {
        if (name != "server" && response.status >= 400) check_tells_nothing_of_the_inside(name + ": " + value);
    }
    if (response.status < 400) return;
    if (head_only) {
        BOOST_TEST(response.header("content-type").value_or("") == "application/problem+json");
    } else {
        check_problem(response, response.status);
    }
}

/// How often each status was answered, so that a case can say that it got where it wanted to.
using Counts = std::map<int, int>;

Counts check_answers(const std::vector<Call>& calls) {
    Counts counts;
    for (const auto& call : calls) {
        BOOST_TEST_CONTEXT(call.method << ' ' << call.target.substr(0, 200) << ", "
                                       << (call.headers.empty() ? "" : call.headers.back().substr(0, 200)) << ", "
                                       << call.body.substr(0, 200)) {
            const auto request = raw(call);
            const auto response = send_raw(request);
            BOOST_REQUIRE(response.has_value());
            check_answer(*response, request.wants_head_only);
            ++counts[response->status];
        }
    }
    return counts;
}

/// A chat, and that no process of the instance has died when the case is over.
struct Bench {
    Bench() : before{processes_of_instance()} {
        BOOST_TEST(before.contains("nginx"));
        BOOST_TEST(before.contains("like_message"));
    }
    ~Bench() { BOOST_TEST((processes_of_instance() == before)); }
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    /// Each endpoint as it is meant to be called.
    std::vector<Call> good_calls() const {
        const auto& message = chat.message();
        return {{"POST", like_path(message), {authorization}},
                {"DELETE", like_path(message), {authorization}},
                {"GET", likes_path(message), {authorization}},
                {"PUT", reaction_path(message, "joy"), {authorization}},
                {"DELETE", reaction_path(message, "joy"), {authorization}},
                {"GET", reactions_path(message), {authorization}},
                {"GET", screen_path(chat.id(), chat.messages()), {authorization}},
                {"GET", changes_path(chat.id()), {authorization}},
                {"POST", "/api/v1/realtime/token", {authorization}, R"({"chat_ids":[")" + chat.id() + R"("]})"},
                {"POST", "/demo/token", {}, R"({"user_id":"alice"})"},
                {"GET", "/demo/messages", {"Authorization: " + bearer("alice")}}};
    }

    const Chat chat{1};
    const std::string authorization = "Authorization: " + bearer(chat.members()[0]);
    const std::map<std::string, std::set<pid_t>> before;
};

/// What may stand in the place of a piece of a path or a value.
std::vector<std::string> odd_pieces() {
    std::vector<std::string> pieces{"1",
                                    ".",
                                    "..",
                                    "%2e%2e",
                                    "%00",
                                    "%0a",
                                    "%0d%0aX:%20y",
                                    "%",
                                    "%zz",
                                    "%c0%af",
                                    "%ff%fe",
                                    "%F0%9F%A6%84",
                                    "%2F..%2F..%2Fetc%2Fpasswd",
                                    "'",
                                    "%27%20OR%201=1--%20",
                                    "%22",
                                    "%3Cscript%3E",
                                    "{}",
                                    "{message_id}",
                                    "$(id)",
                                    "%25s%25n",
                                    "\\",
                                    ";",
                                    "+",
                                    "00000000-0000-0000-0000-000000000000",
                                    "ffffffff-ffff-ffff-ffff-ffffffffffff",
                                    "0f8fad5b-d9cb-469f-a165-70867728950",
                                    "0f8fad5bd9cb469fa16570867728950e",
                                    "urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e",
                                    "\xF0\x9F\xA6\x84",
                                    "\xC0\xAF",
                                    "\xff",
                                    "\x01",
                                    "\x7f"};
    pieces.emplace_back(300, 'a');
    pieces.emplace_back(5000, 'a');
    return pieces;
}

BOOST_FIXTURE_TEST_SUITE(bad_requests, Bench)

BOOST_AUTO_TEST_CASE(what_the_others_are_made_from_is_good) {
    for (const auto& [status, count] : check_answers(good_calls()))
        BOOST_TEST(status == 200, count << " of " << status);
}

BOOST_AUTO_TEST_CASE(every_method_on_every_address) {
    std::vector<Call> calls;
    for (const std::string& method :
         {std::string{"GET"}, std::string{"HEAD"}, std::string{"POST"}, std::string{"PUT"}, std::string{"DELETE"},
          std::string{"PATCH"}, std::string{"OPTIONS"}, std::string{"TRACE"}, std::string{"CONNECT"},
          std::string{"PROPFIND"}, std::string{"get"}, std::string{"G-T"}, std::string(300, 'M')}) {
        for (auto call : good_calls()) {
            call.method = method;
            calls.push_back(call);
        }
        for (const std::string target : {"/", "/index.html", "/mqtt", "/likes.js", "/.problem", "/api", "/demo/", "*",
                                         "http://elsewhere.example/api/v1/", "/../../etc/passwd", "//", "/%00"}) {
            calls.push_back({method, target, {authorization}});
        }
    }
    const auto counts = check_answers(calls);
    for (const int status : {200, 400, 404, 405}) BOOST_TEST(counts.contains(status), "no " << status);
}

BOOST_AUTO_TEST_CASE(every_odd_piece_in_every_place_of_a_path) {
    std::vector<Call> calls;
    for (const auto& piece : odd_pieces()) {
        for (const std::string head : {"/api/v1/messages/", "/api/v1/chats/"}) {
            for (const std::string tail : {"/like", "/likes", "/likes/changes", "/reactions", "/reactions/joy"}) {
                for (const std::string method : {"GET", "POST", "PUT", "DELETE"}) {
                    calls.push_back({method, head + piece + tail, {authorization}});
                }
            }
        }
        calls.push_back({"PUT", reaction_path(chat.message(), "") + piece, {authorization}});
        calls.push_back({"GET", "/x" + piece, {authorization}});
    }
    const auto counts = check_answers(calls);
    BOOST_TEST(!counts.contains(200));
    for (const int status : {400, 404, 405, 422}) BOOST_TEST(counts.contains(status), "no " << status);
}

BOOST_AUTO_TEST_CASE(every_odd_piece_in_every_parameter) {
    std::vector<Call> calls;
    for (const auto& call : good_calls()) {
        const std::string target = call.target.substr(0, call.target.find('?'));
        for (const std::string name : {"limit", "cursor", "since", "message_ids", "unknown", "", "limit=1&limit"}) {
            for (const auto& piece : odd_pieces()) {
                auto odd = call;
                odd.target = target + '?' + name + '=' + piece;
                calls.push_back(odd);
            }
        }
        for (const std::string query :
             {"?", "??", "&", "&&=&", "=", "#x", "%", "limit", "cursor=AAAAAAAAAAE&since=AAAAAAAAAAE"}) {
            auto odd = call;
            odd.target = target + '?' + query;
            calls.push_back(odd);
        }
    }
    BOOST_TEST(check_answers(calls).contains(400));
}

BOOST_AUTO_TEST_CASE(odd_headers) {
    std::vector<std::string> headers{"Authorization: Bearer",
                                     "Authorization:",
                                     "Authorization: \xff",
                                     authorization,
                                     "If-None-Match: ",
                                     "If-None-Match: W/",
                                     "If-None-Match: \"",
                                     "If-None-Match: ,,,*,",
                                     "If-Match: *",
                                     "Range: bytes=0-1",
                                     "Range: bytes=9-1,-,",
                                     "Content-Type: \xff/\xfe",
                                     "Content-Type: multipart/form-data; boundary=",
                                     "Content-Encoding: gzip",
                                     "Accept: image/png",
                                     "Accept-Encoding: br;q=x",
                                     "Expect: something",
                                     "Cookie: a=b; \x01",
                                     "X-Forwarded-For: 127.0.0.1",
                                     "X-Request-Id: chosen",
                                     "X-HTTP-Method-Override: DELETE",
                                     "Host: other",
                                     "Host: a b",
                                     "Transfer-Encoding: gzip",
                                     "Transfer-Encoding: chunked, gzip",
                                     "TE: trailers",
                                     "Upgrade: h2c",
                                     "HTTP2-Settings: AAMAAABkAAQAAP__",
                                     "Content-Length: -1",
                                     "Content-Length: 1e3",
                                     "Content-Length: 99999999999999999999",
                                     "Content-Length: 0x10",
                                     "Content-Length: 9000000000",
                                     "Content-Length: ",
                                     "Proxy: http://evil.example",
                                     "no colon",
                                     ": no name",
                                     "a b: space in the name",
                                     "\xff: not ASCII",
                                     " folded",
                                     "traceparent: 00-zz"};
    headers.push_back("X-Long: " + std::string(25'000, 'x'));
    headers.push_back("Cookie: " + std::string(20'000, 'c'));
    headers.push_back("If-None-Match: " + std::string(20'000, ','));
    headers.push_back("Authorization: Bearer " + std::string(20'000, 'a'));
    std::vector<Call> calls;
    for (auto call : good_calls()) {
        call.body.clear();
        for (const auto& header : headers) {
            calls.push_back(call);
            calls.back().headers.push_back(header);
        }
        call.headers.clear();
        calls.push_back(call);
    }
    const auto counts = check_answers(calls);
    for (const int status : {200, 400, 401, 413, 431}) BOOST_TEST(counts.contains(status), "no " << status);
}

BOOST_AUTO_TEST_CASE(odd_bodies) {
    std::vector<std::string> bodies{"{",
                                    "}",
                                    "[]",
                                    "null",
                                    "0",
                                    "\"\"",
                                    "{}",
                                    R"({"chat_ids":[]})",
                                    R"({"chat_ids":"x"})",
                                    R"({"chat_ids":[1]})",
                                    R"({"chat_ids":[null]})",
                                    R"({"chat_ids":{"0":"x"}})",
                                    R"({"chat_ids":["x"],"more":1})",
                                    R"({"user_id":1})",
                                    R"({"user_id":"\u0000"})",
                                    R"({"user_id":""})",
                                    R"({"chat_ids":["x"],"chat_ids":["y"]})",
                                    "a=b&c=d",
                                    "\x1f\x8b\x08",
                                    "\xEF\xBB\xBF{}",
                                    "\xFF\xFE",
                                    std::string(1, '\0'),
                                    R"({"user_id":1e400})",
                                    R"({"chat_ids":[")" + chat.id() + R"("]})" + '\0'};
    bodies.push_back("{\"a\":" + std::string(4000, '[') + std::string(4000, ']') + "}");
    bodies.emplace_back(8000, '{');
    bodies.emplace_back(8192, 'x');
    bodies.emplace_back(8193, 'x');
    std::string many = R"({"chat_ids":[")" + chat.id();
    for (int i = 0; i < 150; ++i) many += "\",\"" + chat.id();
    bodies.push_back(many + "\"]}");
    std::vector<Call> calls;
    for (auto call : good_calls()) {
        for (const auto& body : bodies) {
            call.body = body;
            calls.push_back(call);
        }
    }
    const auto counts = check_answers(calls);
    for (const int status : {200, 400, 413}) BOOST_TEST(counts.contains(status), "no " << status);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_hardly_http) {
    const std::string line = "POST " + like_path(chat.message()) + " HTTP/1.1\r\n";
    const std::string head = line + "Host: localhost\r\nConnection: close\r\n" + authorization + "\r\n";
    const std::string chunked = head + "Transfer-Encoding: chunked\r\n\r\n";
    // Some of these are served: what has a reading that harms nobody need not be refused.
    const std::vector<std::string> requests{
        "GET\r\n\r\n",
        "GET /\r\n",
        "GET / HTTP\r\n\r\n",
        "GET / HTTP/1.1 x\r\n\r\n",
        "GET / HTTP/2.0\r\nHost: x\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\n\r\n",
        "GET  /  HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET \t/ HTTP/1.1\r\nHost: x\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        std::string{"GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n"sv},
        std::string{"\0\0\0\0\r\n\r\n"sv},
        std::string{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"sv},
        "GET /" + std::string(25'000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n",
        std::string(25'000, 'G') + " / HTTP/1.1\r\nHost: x\r\n\r\n",
        line + "Host: a\r\nHost: b\r\nConnection: close\r\n\r\n",
        line + "Connection: close\r\n\r\n",
        line + "Host: localhost\r\nConnection: close\r\nX: a" + '\0' + "b\r\n\r\n",
        line + "Host: localhost\r\nConnection: close\r\n" + authorization + '\0' + "\r\n\r\n",
        line + "Host: localhost\nConnection: close\n" + authorization + "\n\n",
        head + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        head + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        head + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        head + "Transfer-Encoding: identity\r\n\r\n",
        chunked + "zz\r\n\r\n",
        chunked + "-1\r\nx\r\n0\r\n\r\n",
        chunked + "1\r\nxx\r\n0\r\n\r\n",
        chunked + "ffffffffffffffff\r\nx",
        chunked + "fffffffffffffffff\r\nx",
        chunked + "3000\r\n" + std::string(0x3000, 'x') + "\r\n0\r\n\r\n",
        chunked + "1;" + std::string(9000, 'e') + "\r\nx\r\n0\r\n\r\n",
        chunked + "0\r\nTrailer: x\r\n\r\n",
    };
    Counts counts;
    for (const auto& bytes : requests) {
        BOOST_TEST_CONTEXT("bytes: " << bytes.substr(0, 300)) {
            const auto response = send_raw({bytes});
            if (response) check_answer(*response, false);
            ++counts[response ? response->status : -1];
        }
    }
    for (const int status : {400, 413, 414, 505}) BOOST_TEST(counts.contains(status), "no " << status);
}

BOOST_AUTO_TEST_CASE(every_line_of_the_access_log_is_json_in_utf8) {
    const std::string last = "/" + unique_uuid();
    std::vector<Call> calls;
    for (const std::string odd :
         {"\xff\xfe", "\xF0\x9F\x98", "\xED\xA0\x80", "\xC0\xAF", "\"\\", "\xF0\x9F\x98\x82", "\xE2"}) {
        calls.push_back({"GET", "/" + odd, {"User-Agent: " + odd, "traceparent: " + odd, "Referer: " + odd}});
    }
    calls.push_back({"GET", last});
    check_answers(calls);
    send_raw({"\xff / HTTP/1.1\r\n\r\n"});
    send_raw({"GET /\r\n"});

    std::string text;
    const auto log = stack().var_dir / "log" / "nginx.access.log";
    BOOST_REQUIRE(eventually([&] {
        std::ostringstream all;
        all << std::ifstream{log}.rdbuf();
        text = all.str();
        return text.find(last) != std::string::npos;
    }));
    text.resize(text.rfind('\n') + 1);
    std::istringstream lines{text};
    for (std::string line; std::getline(lines, line);) {
        // It throws what is wrong with it.
        const auto json = parse_json(line);
        BOOST_TEST(number_of(json, "status") < 600U);
    }
}

BOOST_AUTO_TEST_CASE(a_client_that_goes_away_in_the_middle_harms_nobody) {
    const std::string head = "POST " + like_path(chat.message()) + " HTTP/1.1\r\nHost: localhost\r\n" + authorization;
    for (const std::string& bytes :
         {std::string{"G"}, std::string{"\r\n\r\n\r\n"}, std::string{"GET /"}, head,
          head + "\r\nContent-Length: 100\r\n\r\nabc", head + "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
          head + "\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
        BOOST_TEST_CONTEXT("bytes: " << bytes.substr(0, 300)) {
            const auto response = send_raw({bytes, false, true});
            if (response) check_answer(*response, false);
        }
    }
    BOOST_TEST(Caller{chat.members()[0]}.likes(chat.message()).state.version == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

// NOLINTEND(performance-inefficient-string-concatenation)

}  // namespace
}  // namespace likes::test
