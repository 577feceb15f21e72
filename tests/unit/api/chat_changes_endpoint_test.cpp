#include "api/chat_changes_endpoint.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "api/answer.hpp"
#include "api/cursor.hpp"
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
const std::string kPath = "/api/v1/chats/" + kChat + "/likes/changes";
const ChangesCursor kNext{0x0102030405060708, uuid("11111111-1111-1111-1111-111111111111")};
const std::string kNextText = "AQIDBAUGBwgRERERERERERERERERERER";

/// The endpoint over a service that remembers what it was asked and answers with `view`.
struct Bench {
    Bench()
        : endpoint{catalog(), authenticate, [this](const ChangesQuery& query) {
                       asked.push_back(query);
                       return view;
                   }} {}
    Bench(const Bench&) = delete;
    Bench& operator=(const Bench&) = delete;

    http::Response answer(const http::Request& request) const { return api::answer(request, endpoint); }

    /// The answer to this query string.
    http::Response get(const std::string& query) const { return answer(request("GET", kPath, query)); }

    std::vector<ChangesQuery> asked;
    /// One message has changed, and two are deleted. Clap has left the catalog.
    ChangesView view{{ChatVerdict::kFound,
                      {{uuid(9), ReadVerdict::kNoSuchMessage, {}, {}},
                       {uuid(kMessage),
                        ReadVerdict::kFound,
                        uuid(kChat),
                        {{Reaction::parse("clap").value(), {{9, 9, kSeedTime, users({"mallory"}), true}, true}},
                         {Reaction::parse("joy").value(), {{3, 4, kSeedTime, users({"bob"}), true}, true}},
                         {Reaction::like(), {{0, 8, kSeedTime, {}, false}, false}}}},
                       {uuid(8), ReadVerdict::kNoSuchMessage, {}, {}}}},
                     kNext,
                     true};
    ChatChangesEndpoint endpoint;
};

BOOST_AUTO_TEST_SUITE(chat_changes_endpoint)

BOOST_AUTO_TEST_CASE(the_changes_are_answered_in_their_order_and_what_is_deleted_says_so) {
    const Bench bench;
    const auto response = bench.get("since=" + kNextText);
    BOOST_TEST(response.status == 200);
    BOOST_TEST(header(response, "Content-Type") == "application/json");
    BOOST_TEST(header(response, "Cache-Control") == "private, no-cache");
    BOOST_TEST(same_json(response.body, R"({"changes":[
        {"message_id":"00000000-0000-0000-0000-000000000009","deleted":true},
        {"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e","likes_count":0,"liked_by":[],
         "liked_at":"2025-10-03T10:00:00Z","is_liked":false,"is_liked_by_user":false,"liked_by_truncated":false,
         "version":8,"reactions":[
            {"reaction":"like","emoji":"❤️","likes_count":0,"is_liked":false,"version":8},
            {"reaction":"thumbs_up","emoji":"👍","likes_count":0,"is_liked":false,"version":0},
            {"reaction":"joy","emoji":"😂","likes_count":3,"is_liked":true,"version":4}]},
        {"message_id":"00000000-0000-0000-0000-000000000008","deleted":true}],
        "next":"AQIDBAUGBwgRERERERERERERERERERER","more":true})"));
}

BOOST_AUTO_TEST_CASE(when_nothing_has_changed_there_is_still_a_place_to_go_on_from) {
    Bench bench;
    bench.view = {{ChatVerdict::kFound, {}}, {}, false};
    BOOST_TEST(same_json(bench.get("").body,
                         R"({"changes":[],"next":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                             "more":false})"));
}

BOOST_AUTO_TEST_CASE(without_a_cursor_the_caller_asks_from_now_for_fifty_unless_the_query_says_otherwise) {
    for (const auto& id : {kChat, kUpperChat}) {
        BOOST_TEST_CONTEXT("id: " << id) {
            Bench bench;
            BOOST_TEST(bench.answer(request("GET", "/api/v1/chats/" + id + "/likes/changes")).status == 200);
            BOOST_REQUIRE(bench.asked.size() == 1U);
            BOOST_TEST((bench.asked[0].chat == uuid(kChat)));
            BOOST_TEST((bench.asked[0].reader == user("alice")));
            BOOST_TEST(!bench.asked[0].since.has_value());
            BOOST_TEST(bench.asked[0].limit == 50U);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_limit_has_bounds_that_belong_to_it) {
    expect_limit_from_1_to_100<Bench>();
}

BOOST_AUTO_TEST_CASE(where_one_answer_ended_the_next_one_begins) {
    for (const auto& next : {ChangesCursor{}, ChangesCursor{7, {}}, ChangesCursor{7, uuid(1)}}) {
        const auto text = format_changes_cursor(next);
        BOOST_TEST_CONTEXT("cursor " << text) {
            Bench bench;
            bench.view.next = next;
            BOOST_TEST(bench.get("").body.find("\"next\":\"" + text + "\"") != std::string::npos);
            BOOST_TEST(bench.get("limit=2&since=" + text).status == 200);
            BOOST_REQUIRE(bench.asked.size() == 2U);
            BOOST_TEST((bench.asked[1].since == std::optional{next}));
            BOOST_TEST(bench.asked[1].limit == 2U);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_cursor_that_this_service_did_not_make_is_answered_400) {
    for (const std::string& cursor :
         {std::string{}, std::string{"0"}, std::string{"now"}, std::string{"2025-10-03T10:00:00Z"}, kNextText + "%3D",
          kNextText + "A", kNextText.substr(1),
          // That of a list of likers.
          format_cursor(7)}) {
        BOOST_TEST_CONTEXT("since: " << cursor) {
            Bench bench;
            expect_problem(bench.get("since=" + cursor), 400, "Bad Request",
                           "The cursor is not one that this service made.");
            BOOST_TEST(bench.asked.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_query_that_is_not_understood_is_answered_400) {
    for (const std::string& query :
         {"since=" + kNextText + "&since=" + kNextText, std::string{"limit=1&limit=1"}, "cursor=" + kNextText,
          std::string{"Since="}, std::string{"limit=%"}, std::string{"since"}}) {
        BOOST_TEST_CONTEXT("query: " << query) {
            Bench bench;
            BOOST_TEST(bench.get(query).status == 400);
            BOOST_TEST(bench.asked.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(holding_an_answer_opens_nothing_that_is_closed) {
    Bench bench;
    auto asking = request("GET", kPath, "since=" + kNextText);
    asking.if_none_match = "*";
    bench.view.chat.verdict = ChatVerdict::kNotAMember;
    expect_problem(bench.answer(asking), 403, "Forbidden", "Only members of the chat may do that.");
    bench.view.chat.verdict = ChatVerdict::kNoSuchChat;
    expect_problem(bench.answer(asking), 404, "Not Found", "There is no such chat.");
}

BOOST_AUTO_TEST_CASE(who_holds_the_answer_already_gets_304) {
    expect_304_for_who_holds_it<Bench>(kPath, "since=" + kNextText);
}

BOOST_AUTO_TEST_CASE(another_verb_is_answered_405_with_the_one_that_is_known) {
    expect_only<Bench>("GET", kPath);
}

BOOST_AUTO_TEST_CASE(nobody_is_answered_401_before_anything_else_of_the_request_is_looked_at) {
    expect_401_first<Bench>("GET", {kPath, "/nowhere", "/api/v1/chats/1/likes/changes"},
                            {"", "limit=0", "since=1", "surplus=1", "%"});
}

BOOST_AUTO_TEST_CASE(the_path_is_looked_at_before_the_query) {
    Bench bench;
    for (const std::string& path : {std::string{"/nowhere"}, kPath + "/", "/api/v1/chats/" + kChat + "/likes",
                                    "/api/v1/chats/" + kChat + "/changes"}) {
        BOOST_TEST_CONTEXT("path: " << path) {
            expect_problem(bench.answer(request("GET", path, "limit=0")), 404, "Not Found", "There is nothing here.");
        }
    }
    expect_problem(bench.answer(request("GET", "/api/v1/chats/1/likes/changes", "limit=0")), 400, "Bad Request",
                   "The chat id must be a UUID.");
    BOOST_TEST(bench.asked.empty());
}

BOOST_AUTO_TEST_CASE(a_service_that_cannot_is_answered_503) {
    const likes::test::CapturedLog log{"info"};
    const ChatChangesEndpoint endpoint{catalog(), authenticate,
                                       [](const ChangesQuery&) -> ChangesView { throw store::Unavailable{"away"}; }};
    const auto response = api::answer(request("GET", kPath), endpoint);
    BOOST_TEST(response.status == 503);
    BOOST_TEST(header(response, "Retry-After") == "1");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::api
