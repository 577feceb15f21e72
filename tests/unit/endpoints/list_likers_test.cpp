#include "endpoints/list_likers.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

#include "endpoints/cursor.hpp"
#include "unit/endpoints/build.hpp"
#include "unit/endpoints/rules.hpp"

namespace likes::endpoints {
namespace {

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
    expect_json(make_bench().answer(), R"({"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e","likes_count":2,
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

BOOST_AUTO_TEST_CASE(the_cursor_of_one_page_asks_for_the_next) {
    for (const std::uint64_t version :
         {std::uint64_t{1}, std::uint64_t{7}, std::numeric_limits<std::uint64_t>::max()}) {
        BOOST_TEST_CONTEXT("version " << version) {
            auto bench = make_bench();
            bench.view.next = version;
            const auto cursor = format_cursor(version);
            BOOST_TEST(contains(bench.answer().body, "\"next_cursor\":\"" + cursor + "\""));
            BOOST_TEST(bench.answer_query("limit=2&cursor=" + cursor).status == 200);
            BOOST_REQUIRE(bench.asked.size() == 2U);
            BOOST_TEST((bench.asked[1].before == std::optional{version}));
            BOOST_TEST(bench.asked[1].limit == 2U);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_last_page_says_so_with_null) {
    auto bench = make_bench();
    bench.view.next = std::nullopt;
    BOOST_TEST(contains(bench.answer().body, "\"next_cursor\":null"));
}

BOOST_AUTO_TEST_CASE(a_cursor_that_this_service_did_not_make_is_answered_400) {
    const auto bench = make_bench();
    const auto wrong = variants(bench.good, &OwnRequest::query,
                                {"cursor=", "cursor=7", "cursor=AAAAAAAAAAA%3D", "cursor=AAAAAAAAABF",
                                 "cursor=AAAAAAAAAAAAAAA", "cursor=%00", "cursor=null"});
    expect_refused(bench, wrong, 400, "Bad Request", "The cursor is not one that this service made.");
}

BOOST_AUTO_TEST_CASE(a_query_that_is_not_understood_is_answered_400) {
    expect_400_for_queries(make_bench(), {"offset=1", "limit=1&limit=1", "limit=%", "Limit=1", "limit=1&cursor"});
}

BOOST_AUTO_TEST_CASE(who_holds_the_answer_already_gets_304) {
    expect_304_for_who_holds_it(make_bench());
}

BOOST_AUTO_TEST_CASE(any_difference_in_the_answer_is_another_tag) {
    expect_another_tag_after(make_bench(), {
                                               [](auto& view) { ++view.state.snapshot.version; },
                                               [](auto& view) { view.state.is_liked = false; },
                                               [](auto& view) { view.next = std::nullopt; },
                                               [](auto& view) { view.page.clear(); },
                                           });
}

BOOST_AUTO_TEST_CASE(holding_an_answer_opens_nothing_that_is_closed) {
    expect_closed(
        make_bench(), "There is no such message.", [](auto& view) -> auto& { return view.visibility; });
}

BOOST_AUTO_TEST_CASE(another_verb_is_answered_405_with_the_one_that_is_known) {
    expect_only(make_bench(), "GET");
}

BOOST_AUTO_TEST_CASE(nobody_is_answered_401_before_anything_else_of_the_request_is_looked_at) {
    expect_401_first(make_bench(), {"/api/v1/messages/1/likes"}, {"limit=0", "limit=%"});
}

BOOST_AUTO_TEST_CASE(the_path_is_looked_at_before_the_query) {
    auto bench = make_bench();
    bench.good.query = "surplus=1";
    expect_404_at(bench, {"/nowhere", "/api/v1/messages/" + kMessage + "/like"});
    expect_refused(bench, variants(bench.good, &OwnRequest::path, {"/api/v1/messages/1/likes"}), 400, "Bad Request",
                   "The message id must be a UUID.");
}

BOOST_AUTO_TEST_CASE(an_id_in_upper_case_is_answered_in_lower_case) {
    const auto response = make_bench().answer_at("/api/v1/messages/" + kUpperMessage + "/likes");
    BOOST_TEST(response.status == 200);
    BOOST_TEST(contains(response.body, "\"message_id\":\"" + kMessage + "\""));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::endpoints
