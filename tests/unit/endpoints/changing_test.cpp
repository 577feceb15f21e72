#include <array>
#include <chrono>
#include <string>
#include <tuple>

#include <boost/test/unit_test.hpp>

#include "endpoints/like.hpp"
#include "endpoints/react.hpp"
#include "likes/change.hpp"
#include "likes/reaction_change.hpp"
#include "unit/endpoints/build.hpp"
#include "web/user_limit.hpp"

/// The two endpoints that change something, Like and React. Each is one for either verb.
namespace likes::endpoints::changing_test {

using likes::test::user;
using likes::test::users;
using likes::test::uuid;
using namespace likes::endpoints::test;

constexpr std::array kActions{Action::kPut, Action::kTakeBack};
const std::string kHead = "/api/v1/messages/" + kMessage;

/// One that refuses nobody.
web::UserLimit& no_limit() {
    static web::UserLimit limit{{std::chrono::nanoseconds{0}, 1}, std::chrono::steady_clock::now, 1};
    return limit;
}

/// What a change that did this leads to.
ReactionOutcome outcome(ChangeResult result) {
    const bool is_liked = result == ChangeResult::kLiked || result == ChangeResult::kAlreadyLiked;
    return {result, {{2, 7, kLikedAt, users({"bob", "alice"}), false}, is_liked}};
}

struct ToLike {
    static Bench<Like, ReactionOutcome> make_bench(Action action = Action::kPut, web::UserLimit& limit = no_limit()) {
        return {
            Like{action, limit}, outcome(ChangeResult::kLiked), {action == Action::kPut ? "POST" : "DELETE", kPath}};
    }

    inline static const std::string kPath = kHead + "/like";
    inline static const std::string kPathOfTheSameMessage = "/api/v1/messages/" + kUpperMessage + "/like";
    inline static const std::string kBadPath = "/api/v1/messages/1/like";
    inline static const std::string kBeginOfAnswer = R"({"message_id":")" + kMessage + R"(","id":")" + kMessage + '"';
    inline static const std::string kEndOfAnswer = "}";
};

struct ToReact {
    static Bench<React, ReactionOutcome> make_bench(Action action = Action::kPut, web::UserLimit& limit = no_limit()) {
        return {React{action, catalog(), limit},
                outcome(ChangeResult::kLiked),
                {action == Action::kPut ? "PUT" : "DELETE", kPath}};
    }

    inline static const std::string kPath = kHead + "/reactions/thumbs_up";
    inline static const std::string kPathOfTheSameMessage = kHead + "/reactions/joy";
    inline static const std::string kBadPath = kHead + "/reactions/clap";
    inline static const std::string kBeginOfAnswer =
        R"({"message_id":")" + kMessage + R"(","id":")" + kMessage + R"(","reaction":"thumbs_up","emoji":"👍")";
    inline static const std::string kEndOfAnswer = R"(,"replaced":[]})";
};

using Both = std::tuple<ToLike, ToReact>;

BOOST_AUTO_TEST_SUITE(changing)

BOOST_AUTO_TEST_CASE_TEMPLATE(the_change_knows_its_user_its_action_and_by_which_request_and_trace_it_was_asked_for, To,
                              Both) {
    for (const auto action : kActions) {
        auto bench = To::make_bench(action);
        BOOST_TEST_CONTEXT(bench.good.method) {
            bench.good.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
            BOOST_TEST(bench.answer().status == 200);
            BOOST_REQUIRE(bench.asked.size() == 1U);
            BOOST_TEST((bench.asked[0].user == user("alice")));
            BOOST_TEST((bench.asked[0].action == action));
            BOOST_TEST(bench.asked[0].trace.request_id == kRequestId);
            BOOST_TEST(bench.asked[0].trace.traceparent == bench.good.traceparent);
        }
    }
}

/// A process never fights itself over a row.
BOOST_AUTO_TEST_CASE_TEMPLATE(changes_of_one_message_share_a_lane_whoever_makes_them_and_of_whatever_reaction, To,
                              Both) {
    auto bench = To::make_bench();
    bench.answer();
    bench.answer_at(To::kPathOfTheSameMessage);
    BOOST_REQUIRE(bench.asked.size() == 2U);
    auto other_user = bench.asked[0];
    other_user.user = user("bob");
    const auto lane = bench.endpoint.lane_hash(bench.asked[0]);
    BOOST_TEST(bench.endpoint.lane_hash(bench.asked[1]) == lane);
    BOOST_TEST(bench.endpoint.lane_hash(other_user) == lane);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_state_after_the_change_is_answered_whether_or_not_it_changed_anything, To, Both) {
    for (const auto result :
         {ChangeResult::kLiked, ChangeResult::kAlreadyLiked, ChangeResult::kUnliked, ChangeResult::kWasNotLiked}) {
        BOOST_TEST_CONTEXT("result " << static_cast<int>(result)) {
            auto bench = To::make_bench();
            bench.view = outcome(result);
            const std::string flag = bench.view.state.is_liked ? "true" : "false";
            expect_json(bench.answer(), To::kBeginOfAnswer + R"(,"likes_count":2,"liked_by":["bob","alice"],
                "liked_at":"2025-10-03T10:00:00Z","liked_by_truncated":false,"version":7,"is_liked":)" +
                                            flag + R"(,"is_liked_by_user":)" + flag + To::kEndOfAnswer);
        }
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_a_change_took_back_is_named, To, Both) {
    auto bench = To::make_bench();
    bench.view.replaced = {reaction("clap"), reaction("joy")};
    BOOST_TEST(contains(bench.answer().body, R"(,"replaced":["clap","joy"]})"));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(what_is_not_there_is_answered_404_and_what_is_not_the_callers_403, To, Both) {
    auto bench = To::make_bench();
    bench.view = {ChangeResult::kNoSuchMessage, {}};
    expect_problem(bench.answer(), 404, "There is no such message.");
    bench.view = {ChangeResult::kNotAMember, {}};
    expect_problem(bench.answer(), 403, "Only members of the chat may do that.");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(who_changes_too_much_is_answered_429_and_what_is_refused_anyway_does_not_count, To,
                              Both) {
    web::UserLimit limit{{std::chrono::seconds{60}, 2}, [] { return SteadyTime{}; }, 1};
    auto bench = To::make_bench(Action::kPut, limit);
    for (int i = 0; i < 3; ++i) bench.answer_at(To::kBadPath);
    BOOST_TEST(bench.answer().status == 200);
    BOOST_TEST(bench.answer().status == 200);
    const auto response = bench.answer();
    expect_problem(response, 429, "Too many calls by this user; try again after the time in Retry-After.");
    BOOST_TEST(header(response, "Retry-After") == "60");
    BOOST_TEST(bench.asked.size() == 2U);
}

BOOST_AUTO_TEST_CASE(the_caller_likes_the_message_in_the_path) {
    auto bench = ToLike::make_bench();
    bench.answer();
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST((bench.asked[0].target == MessageReaction{uuid(kMessage), Reaction::like()}));
}

BOOST_AUTO_TEST_CASE(a_path_that_is_not_of_a_like_is_refused) {
    expect_refused(ToLike::make_bench(), &OwnRequest::path, {ToLike::kBadPath}, 400, "The message id must be a UUID.");
    expect_404_at(ToLike::make_bench(), {kHead + "/likes", kHead});
}

BOOST_AUTO_TEST_CASE(a_reaction_named_by_code_or_emoji_is_answered_as_the_catalog_shows_it) {
    struct Case {
        std::string name;
        std::string code;
        std::string emoji;
    };
    for (const auto& [name, code, emoji] :
         {Case{"thumbs_up", "thumbs_up", "\U0001F44D"}, Case{"\U0001F602", "joy", "\U0001F602"},
          Case{"like", "like", "\u2764\uFE0F"}, Case{"\u2764", "like", "\u2764\uFE0F"}}) {
        BOOST_TEST_CONTEXT(name) {
            auto bench = ToReact::make_bench();
            const auto body = bench.answer_at(kHead + "/reactions/" + name).body;
            BOOST_TEST(contains(body, "\"reaction\":\"" + code + "\",\"emoji\":\"" + emoji + '"'));
            BOOST_REQUIRE(bench.asked.size() == 1U);
            BOOST_TEST((bench.asked[0].target == MessageReaction{uuid(kMessage), reaction(code)}));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_reaction_that_is_not_on_the_list_is_answered_422_for_either_verb) {
    constexpr auto kDetail = "This reaction is not one of those that may be used here.";
    for (const auto action : kActions) {
        expect_refused(ToReact::make_bench(action), &OwnRequest::path,
                       {kHead + "/reactions/Clap", kHead + "/reactions/\U0001F44F"}, 422, kDetail);
    }
    expect_refused(ToReact::make_bench(), &OwnRequest::path, {ToReact::kBadPath}, 422, kDetail);
    auto never_used = ToReact::make_bench(Action::kTakeBack);
    never_used.view = {ChangeResult::kWasNotLiked, {}};
    expect_problem(never_used.answer_at(ToReact::kBadPath), 422, kDetail);
}

BOOST_AUTO_TEST_CASE(a_reaction_that_was_taken_off_the_list_can_be_taken_back_again_and_again) {
    for (const auto result : {ChangeResult::kUnliked, ChangeResult::kWasNotLiked}) {
        auto bench = ToReact::make_bench(Action::kTakeBack);
        bench.view = outcome(result);
        const auto response = bench.answer_at(kHead + "/reactions/clap");
        BOOST_TEST(response.status == 200);
        BOOST_TEST(contains(response.body, R"("reaction":"clap","emoji":"",)"));
        BOOST_REQUIRE(bench.asked.size() == 1U);
        BOOST_TEST((bench.asked[0].target == MessageReaction{uuid(kMessage), reaction("clap")}));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::changing_test
