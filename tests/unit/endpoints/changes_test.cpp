#include "endpoints/changes.hpp"

#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "endpoints/cursor.hpp"
#include "unit/endpoints/build.hpp"

namespace likes::endpoints::changes_test {

using likes::test::user;
using likes::test::users;
using likes::test::uuid;
using namespace likes::endpoints::test;

const std::string kPath = "/api/v1/chats/" + kChat + "/likes/changes";
const ChangesCursor kNext{0x0102030405060708, uuid("11111111-1111-1111-1111-111111111111")};
const std::string kNextText = "AQIDBAUGBwgRERERERERERERERERERER";

/// One message has changed, and two are deleted. Clap has left the catalog, and somebody has it still.
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
        {"message_id":"00000000-0000-0000-0000-000000000009","id":"00000000-0000-0000-0000-000000000009","deleted":true},
        {"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e","id":"0f8fad5b-d9cb-469f-a165-70867728950e","likes_count":0,"liked_by":[],
         "liked_at":"2025-10-03T10:00:00Z","is_liked":false,"is_liked_by_user":false,"liked_by_truncated":false,
         "version":8,"reactions":[
            {"reaction":"like","emoji":"❤️","likes_count":0,"is_liked":false,"version":8},
            {"reaction":"thumbs_up","emoji":"👍","likes_count":0,"is_liked":false,"version":0},
            {"reaction":"joy","emoji":"😂","likes_count":3,"is_liked":true,"version":4},
            {"reaction":"clap","emoji":"","likes_count":9,"is_liked":true,"version":9}]},
        {"message_id":"00000000-0000-0000-0000-000000000008","id":"00000000-0000-0000-0000-000000000008","deleted":true}],
        "next":"AQIDBAUGBwgRERERERERERERERERERER","more":true})");
}

BOOST_AUTO_TEST_CASE(when_nothing_has_changed_there_is_still_a_place_to_go_on_from) {
    auto bench = make_bench();
    bench.view = {{Visibility::kVisible, {}}, {}, false};
    expect_json(bench.answer(), R"({"changes":[],"next":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA","more":false})");
}

BOOST_AUTO_TEST_CASE(without_a_cursor_the_caller_asks_from_now_on) {
    auto bench = make_bench();
    bench.answer();
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST((bench.asked[0].chat == uuid(kChat)));
    BOOST_TEST((bench.asked[0].reader == user("alice")));
    BOOST_TEST(!bench.asked[0].since.has_value());
}

BOOST_AUTO_TEST_CASE(the_limit_has_bounds_that_belong_to_it) {
    expect_limit_from_1_to_100(make_bench());
}

BOOST_AUTO_TEST_CASE(where_one_answer_ended_the_next_one_begins) {
    auto bench = make_bench();
    BOOST_TEST(bench.answer_query("limit=2&since=" + kNextText).status == 200);
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST((bench.asked[0].since == std::optional{kNext}));
    BOOST_TEST(bench.asked[0].limit == 2U);
}

BOOST_AUTO_TEST_CASE(a_cursor_that_this_service_did_not_make_is_answered_400) {
    expect_refused(make_bench(), &OwnRequest::query, {"since=", "since=now", "since=" + kNextText.substr(1)}, 400,
                   "The cursor is not one of this service, or of a state that it no longer has.");
}

BOOST_AUTO_TEST_CASE(a_query_that_is_not_understood_is_answered_400) {
    BOOST_TEST(make_bench().answer_query("cursor=" + kNextText).status == 400);
}

BOOST_AUTO_TEST_CASE(holding_an_answer_opens_nothing_that_is_closed) {
    expect_closed(
        make_bench(), "There is no such chat.", [](auto& view) -> auto& { return view.chat.visibility; });
}

BOOST_AUTO_TEST_CASE(who_holds_the_answer_already_gets_304) {
    expect_304_for_who_holds_it(make_bench());
}

BOOST_AUTO_TEST_CASE(the_path_is_looked_at_before_the_query) {
    expect_path_first(make_bench(), "/api/v1/chats/" + kChat + "/changes", "/api/v1/chats/1/likes/changes",
                      "The chat id must be a UUID.");
}

BOOST_AUTO_TEST_CASE(a_cursor_that_is_ahead_of_the_database_is_answered_400) {
    auto bench = make_bench();
    bench.view.is_cursor_ahead = true;
    expect_problem(bench.answer_query("since=" + kNextText), 400,
                   "The cursor is not one of this service, or of a state that it no longer has.");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::changes_test
