#include "endpoints/list_likers.hpp"

#include <cstdint>
#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

#include "endpoints/cursor.hpp"
#include "unit/endpoints/build.hpp"

namespace likes::endpoints::list_likers_test {

using likes::test::liker;
using likes::test::user;
using likes::test::users;
using likes::test::uuid;
using namespace likes::endpoints::test;

const std::string kPath = "/api/v1/messages/" + kMessage + "/likes";

Bench<ListLikers, LikersView> make_bench() {
    return {{},
            {Visibility::kVisible,
             {{2, 7, kLikedAt, users({"bob", "alice"}), false}, true},
             {liker("alice", 7, std::chrono::floor<std::chrono::seconds>(kLikedAt))},
             7},
            {"GET", kPath}};
}

BOOST_AUTO_TEST_SUITE(list_likers)

BOOST_AUTO_TEST_CASE(the_list_is_answered_as_openapi_yaml_has_it) {
    expect_json(
        make_bench().answer(),
        R"({"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e","id":"0f8fad5b-d9cb-469f-a165-70867728950e","likes_count":2,
        "liked_by":["bob","alice"],"liked_at":"2025-10-03T10:00:00Z","is_liked":true,"is_liked_by_user":true,
        "liked_by_truncated":false,"version":7,"likes":[{"user_id":"alice","liked_at":"2025-10-03T10:00:00Z"}],
        "next_cursor":"AAAAAAAAAAc"})");
}

BOOST_AUTO_TEST_CASE(the_caller_asks_for_the_newest_unless_the_query_says_otherwise) {
    auto bench = make_bench();
    bench.answer();
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST((bench.asked[0].target == MessageReaction{uuid(kMessage), Reaction::like()}));
    BOOST_TEST((bench.asked[0].reader == user("alice")));
    BOOST_TEST(!bench.asked[0].before.has_value());
}

BOOST_AUTO_TEST_CASE(the_limit_has_bounds_that_belong_to_it) {
    expect_limit_from_1_to_100(make_bench());
}

BOOST_AUTO_TEST_CASE(the_cursor_of_one_page_asks_for_the_next_and_the_last_page_has_none) {
    auto bench = make_bench();
    BOOST_TEST(bench.answer_query("limit=2&cursor=" + format_cursor(7)).status == 200);
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST((bench.asked[0].before == std::optional{std::uint64_t{7}}));
    BOOST_TEST(bench.asked[0].limit == 2U);
    bench.view.next = std::nullopt;
    BOOST_TEST(contains(bench.answer().body, "\"next_cursor\":null"));
}

BOOST_AUTO_TEST_CASE(a_cursor_that_this_service_did_not_make_is_answered_400) {
    expect_refused(make_bench(), &OwnRequest::query, {"cursor=", "cursor=7", "cursor=AAAAAAAAAAA%3D"}, 400,
                   "The cursor is not one of this service, or of a state that it no longer has.");
}

BOOST_AUTO_TEST_CASE(a_query_that_is_not_understood_is_answered_400) {
    BOOST_TEST(make_bench().answer_query("offset=1").status == 400);
}

BOOST_AUTO_TEST_CASE(who_holds_the_answer_already_gets_304) {
    expect_304_for_who_holds_it(make_bench());
}

BOOST_AUTO_TEST_CASE(holding_an_answer_opens_nothing_that_is_closed) {
    expect_closed(
        make_bench(), "There is no such message.", [](auto& view) -> auto& { return view.visibility; });
}

BOOST_AUTO_TEST_CASE(the_path_is_looked_at_before_the_query) {
    expect_path_first(make_bench(), "/api/v1/messages/" + kMessage + "/like", "/api/v1/messages/1/likes",
                      "The message id must be a UUID.");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::list_likers_test
