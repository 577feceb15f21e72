#include "endpoints/react.hpp"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/endpoints/build.hpp"
#include "unit/endpoints/changing.hpp"
#include "unit/endpoints/rules.hpp"

namespace likes::endpoints {
namespace {

using likes::test::user;
using likes::test::uuid;
using namespace likes::endpoints::test;

const std::string kHead = "/api/v1/messages/" + kMessage + "/reactions/";
const std::string kPath = kHead + "thumbs_up";

Bench<React, ReactionOutcome> make_bench(Action action, web::UserLimit& limit = no_limit()) {
    const bool puts = action == Action::kPut;
    return {React{action, catalog(), limit},
            outcome(puts ? ChangeResult::kLiked : ChangeResult::kUnliked, puts),
            {puts ? "PUT" : "DELETE", kPath}};
}

BOOST_AUTO_TEST_SUITE(react)

BOOST_AUTO_TEST_CASE(the_caller_changes_the_reaction_and_the_message_in_the_path) {
    struct Case {
        std::string name;
        std::string code;
    };
    for (const auto action : kActions) {
        auto bench = make_bench(action);
        for (const auto& [name, code] : {Case{"thumbs_up", "thumbs_up"}, Case{"\U0001F602", "joy"},
                                         Case{"like", "like"}, Case{"\u2764", "like"}, Case{"\u2764\uFE0F", "like"}}) {
            BOOST_TEST_CONTEXT(bench.good.method << " " << name) {
                bench.asked.clear();
                BOOST_TEST(bench.answer_at(kHead + name).status == 200);
                BOOST_REQUIRE(bench.asked.size() == 1U);
                BOOST_TEST((bench.asked[0].target == MessageReaction{uuid(kMessage), reaction(code)}));
                BOOST_TEST((bench.asked[0].user == user("alice")));
                BOOST_TEST((bench.asked[0].action == action));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_change_knows_by_which_request_and_trace_it_was_asked_for) {
    expect_trace(make_bench);
}

BOOST_AUTO_TEST_CASE(changes_of_one_message_share_a_lane_whatever_the_reaction) {
    expect_lane_of_the_message(make_bench, kHead + "joy");
}

BOOST_AUTO_TEST_CASE(the_state_after_the_change_is_answered_whether_or_not_it_changed_anything) {
    expect_state_after_the_change(make_bench, R"({"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e",
                                                  "reaction":"thumbs_up","emoji":"👍")");
}

BOOST_AUTO_TEST_CASE(however_it_is_named_a_reaction_is_answered_as_the_catalog_shows_it) {
    for (const std::string name : {"like", "\u2764", "\u2764\uFE0F"}) {
        BOOST_TEST_CONTEXT(name) {
            const auto body = make_bench(Action::kPut).answer_at(kHead + name).body;
            BOOST_TEST(contains(body, "\"reaction\":\"like\",\"emoji\":\"\u2764\uFE0F\""));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_id_in_upper_case_is_answered_in_lower_case) {
    auto bench = make_bench(Action::kPut);
    const auto response = bench.answer_at("/api/v1/messages/" + kUpperMessage + "/reactions/joy");
    BOOST_TEST(response.status == 200);
    BOOST_TEST(contains(response.body, "\"message_id\":\"" + kMessage + "\""));
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST((bench.asked[0].target.message == uuid(kMessage)));
}

BOOST_AUTO_TEST_CASE(a_reaction_that_is_not_on_the_list_is_answered_422_for_either_verb) {
    for (const auto action : kActions) {
        const auto bench = make_bench(action);
        std::vector<std::string> paths;
        for (const std::string name : {"clap", "\U0001F44F", "Like", "\U0001F44D\U0001F3FD"}) {
            paths.push_back(kHead + name);
        }
        expect_refused(bench, variants(bench.good, &OwnRequest::path, paths), 422, "Unprocessable Content",
                       "This reaction is not one of those that may be used here.");
    }
}

BOOST_AUTO_TEST_CASE(an_id_that_is_no_uuid_is_answered_400_and_another_path_404) {
    const auto bench = make_bench(Action::kPut);
    expect_refused(bench, variants(bench.good, &OwnRequest::path, {"/api/v1/messages/1/reactions/like"}), 400,
                   "Bad Request", "The message id must be a UUID.");
    expect_404_at(bench, {kPath + "/"});
}

BOOST_AUTO_TEST_CASE(another_verb_is_answered_405_with_the_one_that_is_known) {
    expect_only(make_bench(Action::kPut), "PUT");
    expect_only(make_bench(Action::kTakeBack), "DELETE");
}

BOOST_AUTO_TEST_CASE(nobody_is_answered_401_before_anything_else_of_the_request_is_looked_at) {
    for (const auto action : kActions) {
        expect_401_first(make_bench(action), {kHead + "clap", "/api/v1/messages/1/reactions/like"}, {});
    }
}

BOOST_AUTO_TEST_CASE(who_changes_too_much_is_answered_429_and_what_is_refused_anyway_does_not_count) {
    expect_limit_by_user(make_bench, kHead + "clap");
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_answered_404_and_what_is_not_the_callers_403) {
    expect_closed_to_changes(make_bench);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::endpoints
