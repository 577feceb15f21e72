#include "api/realtime_token_endpoint.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "api/answer.hpp"
#include "unit/api/build.hpp"
#include "unit/http/same_json.hpp"
#include "unit/likes/build.hpp"

namespace likes::api {
namespace {

using namespace std::chrono_literals;
using likes::test::same_json;
using likes::test::user;
using namespace likes::api::test;

const std::string kPath = "/api/v1/realtime/token";
const std::string kOtherChat = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";

/// The endpoint over a service that remembers what it was asked and answers with `grant`.
struct Bench {
    Bench()
        : endpoint{authenticate, [this](const UserId& caller, std::vector<Uuid> chats) {
                       asked.emplace_back(caller, std::move(chats));
                       return grant;
                   }} {}
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    http::Response answer(const http::Request& request) const { return api::answer(request, endpoint); }

    http::Response post(const std::string& body) const {
        auto asking = request("POST", kPath);
        asking.body = body;
        return answer(asking);
    }

    std::vector<std::pair<UserId, std::vector<Uuid>>> asked;
    std::optional<AccessGrant> grant =
        AccessGrant{"a.b.c", Time{1'759'485'600s + 999ms}, {"chats/1/events", "chats/2/events"}};
    RealtimeTokenEndpoint endpoint;
};

std::string body_of(const std::vector<std::string>& chats) {
    std::string body;
    for (const auto& chat : chats) body += (body.empty() ? "\"" : ",\"") + chat + "\"";
    return R"({"chat_ids":[)" + body + "]}";
}

/// `count` different chats.
std::vector<std::string> many_chats(std::size_t count) {
    std::vector<std::string> chats;
    for (std::size_t i = 1; i <= count; ++i) {
        chats.push_back(likes::test::uuid(static_cast<unsigned char>(i)).to_string());
    }
    return chats;
}

BOOST_AUTO_TEST_SUITE(realtime_token_endpoint)

BOOST_AUTO_TEST_CASE(a_grant_is_answered_as_the_contract_has_it_and_never_kept_by_a_cache) {
    const Bench bench;
    const auto response = bench.post(body_of({kChat}));
    BOOST_TEST(response.status == 200);
    BOOST_TEST(header(response, "Content-Type") == "application/json");
    BOOST_TEST(header(response, "Cache-Control") == "no-store");
    BOOST_TEST(same_json(response.body, R"({"token":"a.b.c","expires_at":"2025-10-03T10:00:00Z","username":"alice",
        "websocket_path":"/mqtt","topics":["chats/1/events","chats/2/events"]})"));
}

BOOST_AUTO_TEST_CASE(the_caller_asks_for_exactly_the_chats_of_the_body_each_once) {
    const Bench bench;
    bench.post(body_of({kOtherChat, kChat, "6BA7B810-9DAD-11D1-80B4-00C04FD430C8", kOtherChat}));
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST((bench.asked[0].first == user("alice")));
    BOOST_TEST((bench.asked[0].second == std::vector{likes::test::uuid(kOtherChat), likes::test::uuid(kChat)}));
}

BOOST_AUTO_TEST_CASE(one_to_a_hundred_chats_can_be_asked_for) {
    for (const std::size_t count : {1U, 100U}) {
        BOOST_TEST_CONTEXT(count << " chats") {
            const Bench bench;
            BOOST_TEST(bench.post(body_of(many_chats(count))).status == 200);
            BOOST_REQUIRE(bench.asked.size() == 1U);
            BOOST_TEST(bench.asked[0].second.size() == count);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_body_that_is_not_understood_is_answered_400) {
    const std::string id = "\"" + kChat + "\"";
    const std::vector<std::string> bodies{
        "",
        "null",
        "[]",
        "{}",
        "{",
        id,
        "[" + id + "]",
        R"({"chat_ids":null})",
        R"({"chat_ids":[]})",
        R"({"chat_ids":)" + id + "}",
        R"({"chat_ids":[1]})",
        R"({"chat_ids":[null]})",
        R"({"chat_ids":[""]})",
        R"({"chat_ids":["chat_uuid"]})",
        R"({"chat_ids":["+"]})",
        R"({"chat_ids":["#"]})",
        R"({"chat_ids":[)" + id + R"(,"chat_uuid"]})",
        R"({"chat_ids":[[)" + id + "]]}",
        R"({"chat_ids":[)" + id + ",]}",
        R"({"chat_ids":[)" + id + "]} {}",
        R"({"chat_ids":[)" + id + R"(],"surplus":1})",
        R"({"chat_ids":[)" + id + R"(],"chat_ids":[)" + id + "]}",
        R"({"CHAT_IDS":[)" + id + "]}",
        body_of(many_chats(101)),
    };
    for (const auto& body : bodies) {
        BOOST_TEST_CONTEXT("body: " << body) {
            const Bench bench;
            expect_problem(bench.post(body), 400, "Bad Request",
                           "The body must be {\\\"chat_ids\\\":[…]} with 1 to 100 UUIDs.");
            BOOST_TEST(bench.asked.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(who_is_not_in_all_of_the_chats_gets_none_of_them) {
    Bench bench;
    bench.grant = std::nullopt;
    expect_problem(bench.post(body_of({kChat, kOtherChat})), 403, "Forbidden",
                   "Only members of all these chats may hear them.");
}

BOOST_AUTO_TEST_CASE(nobody_is_answered_401_before_the_body_is_looked_at) {
    for (const std::string& body : {std::string{}, std::string{"{"}, body_of({kChat})}) {
        BOOST_TEST_CONTEXT("body: " << body) {
            const Bench bench;
            auto asking = request("POST", kPath);
            asking.authorization = "Bearer mallory";
            asking.body = body;
            const auto response = bench.answer(asking);
            expect_problem(response, 401, "Unauthorized", "A valid bearer token is needed.");
            BOOST_TEST(header(response, "WWW-Authenticate") == "Bearer realm=\"chat-likes\"");
            BOOST_TEST(bench.asked.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(another_verb_is_answered_405_with_the_one_that_is_known) {
    for (const std::string method : {"GET", "HEAD", "PUT", "DELETE", "post", ""}) {
        BOOST_TEST_CONTEXT(method) {
            const Bench bench;
            const auto response = bench.answer(request(method, kPath));
            expect_problem(response, 405, "Method Not Allowed", "This resource does not know that method.");
            BOOST_TEST(header(response, "Allow") == "POST");
        }
    }
}

BOOST_AUTO_TEST_CASE(another_path_is_answered_404) {
    for (const std::string& path :
         {std::string{}, kPath + "/", kPath + "s", "/x" + kPath, std::string{"/api/v1/realtime"}}) {
        BOOST_TEST_CONTEXT("path: " << path) {
            const Bench bench;
            BOOST_TEST(bench.answer(request("POST", path)).status == 404);
            BOOST_TEST(bench.asked.empty());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::api
