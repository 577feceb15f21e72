#include "endpoints/like.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

#include "unit/endpoints/build.hpp"
#include "unit/endpoints/changing.hpp"
#include "unit/endpoints/rules.hpp"

namespace likes::endpoints {
namespace {

using likes::test::user;
using likes::test::uuid;
using namespace likes::endpoints::test;

const std::string kPath = "/api/v1/messages/" + kMessage + "/like";
const std::string kUpperPath = "/api/v1/messages/" + kUpperMessage + "/like";

Bench<Like, ReactionOutcome> make_bench(Action action, web::UserLimit& limit = no_limit()) {
    const bool puts = action == Action::kPut;
    return {Like{action, limit},
            outcome(puts ? ChangeResult::kLiked : ChangeResult::kUnliked, puts),
            {puts ? "POST" : "DELETE", kPath}};
}

BOOST_AUTO_TEST_SUITE(like)

BOOST_AUTO_TEST_CASE(the_caller_changes_the_like_of_the_message_in_the_path) {
    for (const auto action : kActions) {
        auto bench = make_bench(action);
        BOOST_TEST_CONTEXT(bench.good.method) {
            BOOST_TEST(bench.answer().status == 200);
            BOOST_REQUIRE(bench.asked.size() == 1U);
            BOOST_TEST((bench.asked[0].target == MessageReaction{uuid(kMessage), Reaction::like()}));
            BOOST_TEST((bench.asked[0].user == user("alice")));
            BOOST_TEST((bench.asked[0].action == action));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_change_knows_by_which_request_and_trace_it_was_asked_for) {
    expect_trace(make_bench);
}

BOOST_AUTO_TEST_CASE(changes_of_one_message_share_a_lane) {
    expect_lane_of_the_message(make_bench, kUpperPath);
}

BOOST_AUTO_TEST_CASE(the_state_after_the_change_is_answered_whether_or_not_it_changed_anything) {
    expect_state_after_the_change(make_bench, R"({"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e")");
}

BOOST_AUTO_TEST_CASE(an_id_in_upper_case_is_answered_in_lower_case) {
    auto bench = make_bench(Action::kPut);
    const auto response = bench.answer_at(kUpperPath);
    BOOST_TEST(response.status == 200);
    BOOST_TEST(contains(response.body, "\"message_id\":\"" + kMessage + "\""));
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST((bench.asked[0].target.message == uuid(kMessage)));
}

BOOST_AUTO_TEST_CASE(another_verb_is_answered_405_with_the_one_that_is_known) {
    expect_only(make_bench(Action::kPut), "POST");
    expect_only(make_bench(Action::kTakeBack), "DELETE");
}

BOOST_AUTO_TEST_CASE(nobody_is_answered_401_before_anything_else_of_the_request_is_looked_at) {
    for (const auto action : kActions) expect_401_first(make_bench(action), {"/api/v1/messages/1/like"}, {});
}

BOOST_AUTO_TEST_CASE(who_changes_too_much_is_answered_429_and_what_is_refused_anyway_does_not_count) {
    expect_limit_by_user(make_bench, "/api/v1/messages/1/like");
}

BOOST_AUTO_TEST_CASE(an_id_that_is_no_uuid_is_answered_400) {
    const auto bench = make_bench(Action::kPut);
    std::vector<std::string> paths;
    for (const std::string id :
         {"1", "message_uuid", "0f8fad5bd9cb469fa16570867728950e", "{0f8fad5b-d9cb-469f-a165-70867728950e}", " ", "a/b",
          "..", "0f8fad5b-d9cb-469f-a165-70867728950e/like"}) {
        paths.push_back("/api/v1/messages/" + id + "/like");
    }
    expect_refused(bench, variants(bench.good, &OwnRequest::path, paths), 400, "Bad Request",
                   "The message id must be a UUID.");
}

BOOST_AUTO_TEST_CASE(another_path_is_answered_404) {
    expect_404_at(make_bench(Action::kPut),
                  {"", "/", "/api/v1/messages/like", "/api/v1/messages//like", "/api/v2/messages/" + kMessage + "/like",
                   "/api/v1/messages/" + kMessage, kPath + "s", kPath + "/", "/x" + kPath,
                   "/api/v1/messages/" + kMessage + "/LIKE", "/API/v1/messages/" + kMessage + "/like"});
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_answered_404_and_what_is_not_the_callers_403) {
    expect_closed_to_changes(make_bench);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::endpoints
