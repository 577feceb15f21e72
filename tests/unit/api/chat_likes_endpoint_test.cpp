#include "api/chat_likes_endpoint.hpp"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "api/answer.hpp"
#include "store/faults.hpp"
#include "unit/api/build.hpp"
#include "unit/api/rules.hpp"
#include "unit/http/same_json.hpp"
#include "unit/likes/build.hpp"
#include "unit/log/captured_log.hpp"

namespace likes::api {
namespace {

using namespace std::chrono_literals;
using likes::test::same_json;
using likes::test::user;
using likes::test::users;
using likes::test::uuid;
using namespace likes::api::test;

constexpr Time kSeedTime{1'759'485'600s};
const std::string kPath = "/api/v1/chats/" + kChat + "/likes";
const std::string kOne = "message_ids=" + kMessage;
constexpr auto kWrongIds = "The parameter 'message_ids' must be 1 to 100 UUIDs with commas between.";

Reaction reaction(std::string_view code) {
    return Reaction::parse(code).value();
}

/// The endpoint over a service that remembers what it was asked and answers with `view`.
struct Bench {
    Bench()
        : endpoint{catalog(), authenticate, [this](const ChatQuery& query) {
                       asked.push_back(query);
                       return view;
                   }} {}
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    http::Response answer(const http::Request& request) const { return api::answer(request, endpoint); }

    /// The answer to this query string.
    http::Response get(const std::string& query) const { return answer(request("GET", kPath, query)); }

    std::vector<ChatQuery> asked;
    /// One message is in use, one never was, and two are not there, for whatever reason. Clap has left the catalog.
    ChatView view{ChatVerdict::kFound,
                  {{uuid(9), ReadVerdict::kNoSuchMessage, {}, {}},
                   {uuid(kMessage),
                    ReadVerdict::kFound,
                    uuid(kChat),
                    {{reaction("clap"), {{9, 9, kSeedTime, users({"mallory"}), true}, true}},
                     {reaction("joy"), {{3, 4, kSeedTime, users({"bob"}), true}, false}},
                     {reaction("like"), {{2, 7, kSeedTime, users({"bob", "alice"}), false}, true}}}},
                   {uuid(8), ReadVerdict::kNotAMember, {}, {}},
                   {uuid(1), ReadVerdict::kFound, uuid(kChat), {}}}};
    ChatLikesEndpoint endpoint;
};

/// The ids 1 to `count`.
std::vector<Uuid> ids(std::size_t count) {
    std::vector<Uuid> list;
    for (std::size_t i = 1; i <= count; ++i) list.push_back(uuid(static_cast<unsigned char>(i)));
    return list;
}

std::string joined(const std::vector<Uuid>& list) {
    std::string text;
    for (const auto& id : list) text.append(text.empty() ? "" : ",").append(id.to_string());
    return text;
}

BOOST_AUTO_TEST_SUITE(chat_likes_endpoint)

BOOST_AUTO_TEST_CASE(the_messages_are_answered_as_the_contract_has_it) {
    Bench bench;
    const auto response = bench.get(kOne);
    BOOST_TEST(response.status == 200);
    BOOST_TEST(header(response, "Content-Type") == "application/json");
    BOOST_TEST(header(response, "Cache-Control") == "private, no-cache");
    BOOST_TEST(same_json(response.body, R"({"messages":[
        {"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e","likes_count":2,"liked_by":["bob","alice"],
         "liked_at":"2025-10-03T10:00:00Z","is_liked":true,"is_liked_by_user":true,"liked_by_truncated":false,
         "version":7,"reactions":[
            {"reaction":"like","emoji":"❤️","likes_count":2,"is_liked":true,"version":7},
            {"reaction":"thumbs_up","emoji":"👍","likes_count":0,"is_liked":false,"version":0},
            {"reaction":"joy","emoji":"😂","likes_count":3,"is_liked":false,"version":4}]},
        {"message_id":"00000000-0000-0000-0000-000000000001","likes_count":0,"liked_by":[],"liked_at":null,
         "is_liked":false,"is_liked_by_user":false,"liked_by_truncated":false,"version":0,"reactions":[
            {"reaction":"like","emoji":"❤️","likes_count":0,"is_liked":false,"version":0},
            {"reaction":"thumbs_up","emoji":"👍","likes_count":0,"is_liked":false,"version":0},
            {"reaction":"joy","emoji":"😂","likes_count":0,"is_liked":false,"version":0}]}],
        "not_found":["00000000-0000-0000-0000-000000000009","00000000-0000-0000-0000-000000000008"]})"));
}

BOOST_AUTO_TEST_CASE(a_chat_that_holds_none_of_them_says_so) {
    Bench bench;
    bench.view.messages = {{uuid(9), ReadVerdict::kNoSuchMessage, {}, {}}};
    BOOST_TEST(
        same_json(bench.get(kOne).body, R"({"messages":[],"not_found":["00000000-0000-0000-0000-000000000009"]})"));
}

BOOST_AUTO_TEST_CASE(the_caller_asks_for_the_chat_in_the_path) {
    for (const auto& id : {kChat, kUpperChat}) {
        BOOST_TEST_CONTEXT("id: " << id) {
            Bench bench;
            BOOST_TEST(bench.answer(request("GET", "/api/v1/chats/" + id + "/likes", kOne)).status == 200);
            BOOST_REQUIRE(bench.asked.size() == 1U);
            BOOST_TEST((bench.asked[0].chat == uuid(kChat)));
            BOOST_TEST((bench.asked[0].reader == user("alice")));
            BOOST_TEST((bench.asked[0].messages == std::vector{uuid(kMessage)}));
        }
    }
}

BOOST_AUTO_TEST_CASE(one_to_a_hundred_messages_are_asked_for_in_their_order) {
    for (const std::size_t count : {1U, 2U, 100U}) {
        BOOST_TEST_CONTEXT(count << " ids") {
            auto list = ids(count);
            std::reverse(list.begin(), list.end());
            Bench bench;
            BOOST_TEST(bench.get("message_ids=" + joined(list)).status == 200);
            BOOST_REQUIRE(bench.asked.size() == 1U);
            BOOST_TEST((bench.asked[0].messages == list));
        }
    }
    for (const std::size_t count : {0U, 101U, 200U}) {
        BOOST_TEST_CONTEXT(count << " ids") {
            Bench bench;
            expect_problem(bench.get("message_ids=" + joined(ids(count))), 400, "Bad Request", kWrongIds);
            BOOST_TEST(bench.asked.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_message_that_is_named_twice_is_asked_for_once) {
    Bench bench;
    BOOST_TEST(bench.get("message_ids=" + joined({uuid(2), uuid(1), uuid(2), uuid(1)})).status == 200);
    BOOST_TEST(bench.get("message_ids=" + kUpperMessage + "," + kMessage).status == 200);
    BOOST_REQUIRE(bench.asked.size() == 2U);
    BOOST_TEST((bench.asked[0].messages == std::vector{uuid(2), uuid(1)}));
    BOOST_TEST((bench.asked[1].messages == std::vector{uuid(kMessage)}));
}

BOOST_AUTO_TEST_CASE(a_message_that_is_named_twice_counts_twice) {
    Bench bench;
    BOOST_TEST(bench.get("message_ids=" + joined(std::vector(100, uuid(1)))).status == 200);
    expect_problem(bench.get("message_ids=" + joined(std::vector(101, uuid(1)))), 400, "Bad Request", kWrongIds);
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST((bench.asked[0].messages == std::vector{uuid(1)}));
}

BOOST_AUTO_TEST_CASE(the_commas_may_be_percent_encoded) {
    Bench bench;
    BOOST_TEST(bench.get(kOne + "%2C" + uuid(1).to_string()).status == 200);
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST((bench.asked[0].messages == std::vector{uuid(kMessage), uuid(1)}));
}

BOOST_AUTO_TEST_CASE(a_list_that_is_none_is_answered_400) {
    for (const std::string& list :
         {std::string{","}, "," + kMessage, kMessage + ",", kMessage + ",," + uuid(1).to_string(), kMessage + ",1",
          "1," + kMessage, kMessage + ", " + uuid(1).to_string(), kMessage + ";" + uuid(1).to_string(),
          kMessage + "%20", "[" + kMessage + "]", "\"" + kMessage + "\"",
          std::string{"0f8fad5bd9cb469fa16570867728950e"}, std::string{"null"}}) {
        BOOST_TEST_CONTEXT("message_ids: " << list) {
            Bench bench;
            expect_problem(bench.get("message_ids=" + list), 400, "Bad Request", kWrongIds);
            BOOST_TEST(bench.asked.empty());
        }
    }
    for (const std::string query : {"", "message_ids", "&"}) {
        BOOST_TEST_CONTEXT("query: " << query) {
            Bench bench;
            expect_problem(bench.get(query), 400, "Bad Request", kWrongIds);
            BOOST_TEST(bench.asked.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_query_that_is_not_understood_is_answered_400) {
    for (const std::string& query : {kOne + "&limit=1", kOne + "&" + kOne, kOne + "&%", "ids=" + kMessage,
                                     "Message_ids=" + kMessage, "message_ids[]=" + kMessage}) {
        BOOST_TEST_CONTEXT("query: " << query) {
            Bench bench;
            BOOST_TEST(bench.get(query).status == 400);
            BOOST_TEST(bench.asked.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(holding_an_answer_opens_nothing_that_is_closed) {
    Bench bench;
    auto asking = request("GET", kPath, kOne);
    asking.if_none_match = "*";
    bench.view.verdict = ChatVerdict::kNotAMember;
    expect_problem(bench.answer(asking), 403, "Forbidden", "Only members of the chat may do that.");
    bench.view.verdict = ChatVerdict::kNoSuchChat;
    expect_problem(bench.answer(asking), 404, "Not Found", "There is no such chat.");
}

BOOST_AUTO_TEST_CASE(who_holds_the_answer_already_gets_304) {
    expect_304_for_who_holds_it<Bench>(kPath, kOne);
}

BOOST_AUTO_TEST_CASE(any_difference_in_the_answer_is_another_tag) {
    Bench bench;
    const auto before = header(bench.get(kOne), "ETag");
    bench.view.messages[1].reactions[1].state.is_liked = true;
    const auto after = header(bench.get(kOne), "ETag");
    BOOST_TEST(after != before);
    bench.view.messages.erase(bench.view.messages.begin());
    BOOST_TEST(header(bench.get(kOne), "ETag") != after);
}

BOOST_AUTO_TEST_CASE(another_verb_is_answered_405_with_the_one_that_is_known) {
    expect_only<Bench>("GET", kPath);
}

BOOST_AUTO_TEST_CASE(nobody_is_answered_401_before_anything_else_of_the_request_is_looked_at) {
    expect_401_first<Bench>("GET", {kPath, "/nowhere", "/api/v1/chats/1/likes"},
                            {"", kOne, kOne + "," + kMessage + ",", "surplus=1", "%"});
}

BOOST_AUTO_TEST_CASE(the_path_is_looked_at_before_the_query) {
    Bench bench;
    for (const std::string& path :
         {std::string{"/nowhere"}, kPath + "/", kPath + "/changes", "/api/v1/messages/" + kChat + "/likes"}) {
        BOOST_TEST_CONTEXT("path: " << path) {
            expect_problem(bench.answer(request("GET", path, "surplus=1")), 404, "Not Found", "There is nothing here.");
        }
    }
    expect_problem(bench.answer(request("GET", "/api/v1/chats/1/likes", "surplus=1")), 400, "Bad Request",
                   "The chat id must be a UUID.");
    BOOST_TEST(bench.asked.empty());
}

BOOST_AUTO_TEST_CASE(a_service_that_cannot_is_answered_503) {
    const likes::test::CapturedLog log{"info"};
    const ChatLikesEndpoint endpoint{catalog(), authenticate,
                                     [](const ChatQuery&) -> ChatView { throw store::Unavailable{"away"}; }};
    const auto response = api::answer(request("GET", kPath, kOne), endpoint);
    BOOST_TEST(response.status == 503);
    BOOST_TEST(header(response, "Retry-After") == "1");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::api
