#pragma once

#include <array>
#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

#include "likes/change.hpp"
#include "likes/reaction_change.hpp"
#include "unit/endpoints/build.hpp"
#include "unit/endpoints/rules.hpp"
#include "web/user_limit.hpp"

/// What the endpoints that change something have in common: each is one for either verb. `make_bench(action, limit)`
/// makes a Bench of one.
namespace likes::endpoints::test {

inline constexpr std::array kActions{Action::kPut, Action::kTakeBack};

/// One that refuses nobody.
inline web::UserLimit& no_limit() {
    static web::UserLimit limit{{std::chrono::nanoseconds{0}, 1}, std::chrono::steady_clock::now, 1};
    return limit;
}

/// What is answered for a change, by `result`.
inline ReactionOutcome outcome(ChangeResult result, bool is_liked = true) {
    return {result, {{2, 7, kLikedAt, likes::test::users({"bob", "alice"}), false}, is_liked}};
}

/// The state after the change is answered, whether or not it changed anything. `head` is what stands before the state.
template <class MakeBench>
void expect_state_after_the_change(const MakeBench& make_bench, const std::string& head) {
    struct Case {
        Action action;
        ChangeResult result;
        bool is_liked;
    };
    for (const auto& [action, result, is_liked] :
         {Case{Action::kPut, ChangeResult::kLiked, true}, Case{Action::kPut, ChangeResult::kAlreadyLiked, true},
          Case{Action::kTakeBack, ChangeResult::kUnliked, false},
          Case{Action::kTakeBack, ChangeResult::kWasNotLiked, false}}) {
        BOOST_TEST_CONTEXT("result " << static_cast<int>(result)) {
            auto bench = make_bench(action, no_limit());
            bench.view = outcome(result, is_liked);
            const std::string flag = is_liked ? "true" : "false";
            expect_json(bench.answer(), head + R"(,"likes_count":2,"liked_by":["bob","alice"],
                "liked_at":"2025-10-03T10:00:00Z","liked_by_truncated":false,"version":7,"is_liked":)" +
                                            flag + R"(,"is_liked_by_user":)" + flag + "}");
        }
    }
}

/// What is not there is answered 404, and what is not the caller's 403, for either verb.
template <class MakeBench>
void expect_closed_to_changes(const MakeBench& make_bench) {
    for (const auto action : kActions) {
        auto bench = make_bench(action, no_limit());
        BOOST_TEST_CONTEXT(bench.good.method) {
            bench.view = {ChangeResult::kNoSuchMessage, {}};
            expect_problem(bench.answer(), 404, "Not Found", "There is no such message.");
            bench.view = {ChangeResult::kNotAMember, {}};
            expect_problem(bench.answer(), 403, "Forbidden", "Only members of the chat may do that.");
        }
    }
}

/// The change knows by which request and trace it was asked for.
template <class MakeBench>
void expect_trace(const MakeBench& make_bench) {
    auto bench = make_bench(Action::kPut, no_limit());
    bench.good.traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    bench.answer();
    BOOST_REQUIRE(bench.asked.size() == 1U);
    BOOST_TEST(bench.asked[0].trace.request_id == kRequestId);
    BOOST_TEST(bench.asked[0].trace.traceparent == bench.good.traceparent);
}

/// Who changes too much is answered 429. A request that would be refused anyway does not count.
template <class MakeBench>
void expect_limit_by_user(const MakeBench& make_bench, const std::string& bad_path) {
    web::UserLimit limit{{std::chrono::seconds{60}, 2}, [] { return web::SteadyTime{}; }, 1};
    auto bench = make_bench(Action::kPut, limit);
    for (int i = 0; i < 3; ++i) bench.answer_at(bad_path);
    BOOST_TEST(bench.answer().status == 200);
    BOOST_TEST(bench.answer().status == 200);
    const auto response = bench.answer();
    expect_problem(response, 429, "Too Many Requests",
                   "Too many changes by this user; try again after the time in Retry-After.");
    BOOST_TEST(header(response, "Retry-After") == "60");
    BOOST_TEST(bench.asked.size() == 2U);
}

/// Changes of one message share a lane, so that a process never fights itself over a row.
template <class MakeBench>
void expect_lane_of_the_message(const MakeBench& make_bench, const std::string& path_of_the_same_message) {
    auto bench = make_bench(Action::kPut, no_limit());
    bench.answer();
    bench.answer_at(path_of_the_same_message);
    BOOST_REQUIRE(bench.asked.size() == 2U);
    auto other_user = bench.asked[0];
    other_user.user = likes::test::user("bob");
    const auto lane = bench.endpoint.lane_hash(bench.asked[0]);
    BOOST_TEST(bench.endpoint.lane_hash(bench.asked[1]) == lane);
    BOOST_TEST(bench.endpoint.lane_hash(other_user) == lane);
}

}  // namespace likes::endpoints::test
