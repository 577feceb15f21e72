#include "endpoints/list_reactions.hpp"

#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

#include "unit/endpoints/build.hpp"

namespace likes::endpoints::list_reactions_test {

using namespace std::chrono_literals;
using likes::test::user;
using likes::test::users;
using likes::test::uuid;
using namespace likes::endpoints::test;

const std::string kPath = "/api/v1/messages/" + kMessage + "/reactions";

/// Of the catalog, joy and like are in use. Tada and clap have left it; somebody still has clap.
Bench<ListReactions, MessageView> make_bench() {
    return {ListReactions{catalog()},
            {uuid(kMessage),
             Visibility::kVisible,
             uuid(kChat),
             {{reaction("tada"), {{0, 2, kLikedAt, {}, false}, false}},
              {reaction("clap"), {{9, 9, kLikedAt, users({"mallory"}), true}, true}},
              {reaction("joy"), {{1, 4, kLikedAt - 1s, users({"carol"}), false}, false}},
              {reaction("like"), {{2, 7, kLikedAt, users({"bob", "alice"}), false}, true}}}},
            {"GET", kPath}};
}

BOOST_AUTO_TEST_SUITE(list_reactions)

BOOST_AUTO_TEST_CASE(
    every_reaction_of_the_catalog_is_answered_in_its_order_and_then_what_has_left_it_while_it_is_there) {
    expect_json(
        make_bench().answer(),
        R"({"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e","id":"0f8fad5b-d9cb-469f-a165-70867728950e","reactions":[
        {"reaction":"like","emoji":"❤️","likes_count":2,"liked_by":["bob","alice"],"liked_at":"2025-10-03T10:00:00Z",
         "is_liked":true,"is_liked_by_user":true,"liked_by_truncated":false,"version":7},
        {"reaction":"thumbs_up","emoji":"👍","likes_count":0,"liked_by":[],"liked_at":null,
         "is_liked":false,"is_liked_by_user":false,"liked_by_truncated":false,"version":0},
        {"reaction":"joy","emoji":"😂","likes_count":1,"liked_by":["carol"],"liked_at":"2025-10-03T09:59:59Z",
         "is_liked":false,"is_liked_by_user":false,"liked_by_truncated":false,"version":4},
        {"reaction":"clap","emoji":"","likes_count":9,"liked_by":["mallory"],"liked_at":"2025-10-03T10:00:00Z",
         "is_liked":true,"is_liked_by_user":true,"liked_by_truncated":true,"version":9}]})");
}

BOOST_AUTO_TEST_CASE(the_caller_asks_for_the_message_in_the_path) {
    auto bench = make_bench();
    bench.answer();
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST((bench.asked[0].message == uuid(kMessage)));
    BOOST_TEST((bench.asked[0].reader == user("alice")));
}

BOOST_AUTO_TEST_CASE(holding_an_answer_opens_nothing_that_is_closed) {
    expect_closed(
        make_bench(), "There is no such message.", [](auto& view) -> auto& { return view.visibility; });
}

BOOST_AUTO_TEST_CASE(a_query_that_is_not_understood_is_answered_400) {
    BOOST_TEST(make_bench().answer_query("limit=1").status == 400);
}

BOOST_AUTO_TEST_CASE(the_path_is_looked_at_before_the_query) {
    expect_path_first(make_bench(), kPath + "/like", "/api/v1/messages/1/reactions", "The message id must be a UUID.");
}

BOOST_AUTO_TEST_CASE(who_holds_the_answer_already_gets_304) {
    expect_304_for_who_holds_it(make_bench());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::list_reactions_test
