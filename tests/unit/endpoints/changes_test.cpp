#include "endpoints/changes.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "endpoints/cursor.hpp"
#include "unit/endpoints/build.hpp"
#include "unit/endpoints/rules.hpp"

namespace likes::endpoints {
namespace {

using likes::test::user;
using likes::test::users;
using likes::test::uuid;
using namespace likes::endpoints::test;

const std::string kPath = "/api/v1/chats/" + kChat + "/likes/changes";
const ChangesCursor kNext{0x0102030405060708, uuid("11111111-1111-1111-1111-111111111111")};
const std::string kNextText = "AQIDBAUGBwgRERERERERERERERERERER";

/// One message has changed, and two are deleted. Clap has left the catalog.
Bench<Changes, ChangesView> make_bench() {
    return {Changes{catalog()},
            {{Visibility::kVisible,
              {{uuid(9), Visibility::kNotFound, {}, {}},
               {uuid(kMessage),
                Visibility::kVisible,
                uuid(kChat),
                {{reaction("clap"), {{9, 9, kLikedAt, users({"mallory"}), true}, true}},
                 {reaction("joy"), {{3, 4, kLikedAt, users({"bob"}), true}, true}},
                 {reaction("like"), {{0, 8, kLikedAt, {}, false}, false}}}},
               {uuid(8), Visibility::kNotFound, {}, {}}}},
             kNext,
             true},
            {"GET", kPath}};
}

BOOST_AUTO_TEST_SUITE(changes)

BOOST_AUTO_TEST_CASE(the_changes_are_answered_in_their_order_and_what_is_deleted_says_so) {
    expect_json(make_bench().answer_query("since=" + kNextText), R"({"changes":[
        {"message_id":"00000000-0000-0000-0000-000000000009","deleted":true},
        {"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e","likes_count":0,"liked_by":[],
         "liked_at":"2025-10-03T10:00:00Z","is_liked":false,"is_liked_by_user":false,"liked_by_truncated":false,
         "version":8,"reactions":[
            {"reaction":"like","emoji":"❤️","likes_count":0,"is_liked":false,"version":8},
            {"reaction":"thumbs_up","emoji":"👍","likes_count":0,"is_liked":false,"version":0},
            {"reaction":"joy","emoji":"😂","likes_count":3,"is_liked":true,"version":4}]},
        {"message_id":"00000000-0000-0000-0000-000000000008","deleted":true}],
        "next":"AQIDBAUGBwgRERERERERERERERERERER","more":true})");
}

BOOST_AUTO_TEST_CASE(when_nothing_has_changed_there_is_still_a_place_to_go_on_from) {
    auto bench = make_bench();
    bench.view = {{Visibility::kVisible, {}}, {}, false};
    expect_json(bench.answer(), R"({"changes":[],"next":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","more":false})");
}

BOOST_AUTO_TEST_CASE(without_a_cursor_the_caller_asks_from_now_on) {
    for (const auto& id : {kChat, kUpperChat}) {
        BOOST_TEST_CONTEXT("id: " << id) {
            auto bench = make_bench();
            BOOST_TEST(bench.answer_at("/api/v1/chats/" + id + "/likes/changes").status == 200);
            BOOST_REQUIRE(bench.asked.size() == 1U);
            BOOST_TEST((bench.asked[0].chat == uuid(kChat)));
            BOOST_TEST((bench.asked[0].reader == user("alice")));
            BOOST_TEST(!bench.asked[0].since.has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(the_limit_has_bounds_that_belong_to_it) {
    expect_limit_from_1_to_100(make_bench());
}

BOOST_AUTO_TEST_CASE(where_one_answer_ended_the_next_one_begins) {
    for (const auto& next : {ChangesCursor{}, ChangesCursor{7, {}}, ChangesCursor{7, uuid(1)}}) {
        const auto text = format_changes_cursor(next);
        BOOST_TEST_CONTEXT("cursor " << text) {
            auto bench = make_bench();
            bench.view.next = next;
            BOOST_TEST(contains(bench.answer().body, "\"next\":\"" + text + "\""));
            BOOST_TEST(bench.answer_query("limit=2&since=" + text).status == 200);
            BOOST_REQUIRE(bench.asked.size() == 2U);
            BOOST_TEST((bench.asked[1].since == std::optional{next}));
            BOOST_TEST(bench.asked[1].limit == 2U);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_cursor_that_this_service_did_not_make_is_answered_400) {
    const auto bench = make_bench();
    const auto wrong =
        variants(bench.good, &OwnRequest::query,
                 {"since=", "since=0", "since=now", "since=2025-10-03T10:00:00Z", "since=" + kNextText + "%3D",
                  "since=" + kNextText + "A", "since=" + kNextText.substr(1),
                  // That of a list of likers.
                  "since=" + format_cursor(7)});
    expect_refused(bench, wrong, 400, "Bad Request", "The cursor is not one that this service made.");
}

BOOST_AUTO_TEST_CASE(a_query_that_is_not_understood_is_answered_400) {
    expect_400_for_queries(make_bench(), {"since=" + kNextText + "&since=" + kNextText, "limit=1&limit=1",
                                          "cursor=" + kNextText, "Since=", "limit=%", "since"});
}

BOOST_AUTO_TEST_CASE(holding_an_answer_opens_nothing_that_is_closed) {
    expect_closed(
        make_bench(), "There is no such chat.", [](auto& view) -> auto& { return view.chat.visibility; });
}

BOOST_AUTO_TEST_CASE(who_holds_the_answer_already_gets_304) {
    auto bench = make_bench();
    bench.good.query = "since=" + kNextText;
    expect_304_for_who_holds_it(bench);
}

BOOST_AUTO_TEST_CASE(another_verb_is_answered_405_with_the_one_that_is_known) {
    expect_only(make_bench(), "GET");
}

BOOST_AUTO_TEST_CASE(nobody_is_answered_401_before_anything_else_of_the_request_is_looked_at) {
    expect_401_first(make_bench(), {"/api/v1/chats/1/likes/changes"}, {"limit=0", "since=1"});
}

BOOST_AUTO_TEST_CASE(the_path_is_looked_at_before_the_query) {
    auto bench = make_bench();
    bench.good.query = "limit=0";
    expect_404_at(
        bench, {"/nowhere", kPath + "/", "/api/v1/chats/" + kChat + "/likes", "/api/v1/chats/" + kChat + "/changes"});
    expect_refused(bench, variants(bench.good, &OwnRequest::path, {"/api/v1/chats/1/likes/changes"}), 400,
                   "Bad Request", "The chat id must be a UUID.");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::endpoints
