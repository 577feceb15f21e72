#include "likes/apply.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes::apply_test {

using namespace std::chrono_literals;
using namespace likes::test;

constexpr Time kThen{1'759'485'600s};
constexpr Time kNow = kThen + 90s + 250ms;
constexpr auto kNowSeconds = std::chrono::floor<std::chrono::seconds>(kNow);
constexpr std::size_t kLikedByMax = 100;

/// A message that `likers` like, all of whom the summary holds.
Before before(const std::vector<Liker>& likers) {
    Before state;
    state.summary.total = static_cast<std::uint32_t>(likers.size());
    for (const auto& each : likers) {
        state.summary.version = each.version;
        state.likers.emplace(each.user, each.since);
    }
    if (!likers.empty()) state.summary.last_reacted_at = kThen;
    state.summary.recent = likers;
    return state;
}

Transition transition(const Before& state, const std::vector<Request>& requests, Time now = kNow,
                      std::size_t liked_by_max = kLikedByMax) {
    return apply_batch(state, requests, now, RecentLikersLimit{liked_by_max});
}

/// A message that more like than its summary holds: `total` of them, of whom `recent` are the newest.
Before before_of_many(std::size_t total, std::size_t recent) {
    auto state = before(crowd(total, std::chrono::floor<std::chrono::seconds>(kThen)));
    auto& held = state.summary.recent;
    held.erase(held.begin(), held.end() - static_cast<std::ptrdiff_t>(recent));
    return state;
}

void expect_results(const Transition& transition, const std::vector<ChangeResult>& expected) {
    BOOST_REQUIRE(transition.outcomes.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        BOOST_TEST((transition.outcomes[i].result == expected[i]), "request " << i);
}

void expect_untouched(const Transition& transition, const Before& state) {
    BOOST_TEST((transition.summary == state.summary));
    BOOST_TEST(transition.changes.empty());
    BOOST_TEST(transition.removed.empty());
    BOOST_TEST(transition.added.empty());
}

BOOST_AUTO_TEST_SUITE(apply_batch)

BOOST_AUTO_TEST_CASE(each_change_says_when_its_reaction_was_given) {
    const auto since = std::chrono::floor<std::chrono::seconds>(kThen);
    const auto after = transition(before({liker("alice", 1, since)}),
                                  {unlike("alice"), like("bob"), like("alice"), unlike("alice"), like("bob")});
    const std::vector expected{unliked("alice"), liked("bob"), liked("alice"), unliked("alice")};
    BOOST_TEST((after.changes == expected));
    const std::vector moments{since, kNowSeconds, kNowSeconds, kNowSeconds};
    for (std::size_t i = 0; i < moments.size(); ++i) {
        BOOST_TEST((after.changes.at(i).given_at == moments[i]), "change " << i);
    }
}

BOOST_AUTO_TEST_CASE(the_first_like_makes_version_one) {
    const auto after = transition(before({}), {like("alice")});
    expect_results(after, {ChangeResult::kLiked});
    const ReactionState expected{{1, 1, kNow, users({"alice"}), false}, true};
    BOOST_TEST((after.outcomes[0].state == expected));
    BOOST_TEST(after.summary.total == 1U);
    BOOST_TEST(after.summary.version == 1U);
    BOOST_TEST((after.summary.last_reacted_at == kNow));
    BOOST_TEST((after.summary.recent == std::vector{liker("alice", 1, kNowSeconds)}));
    BOOST_TEST((after.added == std::vector{liker("alice", 1, kNowSeconds)}));
    BOOST_TEST(after.removed.empty());
    BOOST_TEST((after.changes == std::vector{liked("alice")}));
}

BOOST_AUTO_TEST_CASE(a_second_like_changes_nothing_and_makes_no_event) {
    const auto state = before({liker("alice", 4), liker("bob", 7)});
    const auto after = transition(state, {like("alice")});
    expect_results(after, {ChangeResult::kAlreadyLiked});
    const ReactionState expected{{2, 7, kThen, users({"alice", "bob"}), false}, true};
    BOOST_TEST((after.outcomes[0].state == expected));
    expect_untouched(after, state);
    // Nor does that of somebody whom the summary does not hold.
    const auto many = before_of_many(8, 4);
    const auto again = transition(many, {like("user1")}, kNow, 3);
    expect_results(again, {ChangeResult::kAlreadyLiked});
    expect_untouched(again, many);
}

BOOST_AUTO_TEST_CASE(an_unlike_takes_exactly_the_own_like) {
    const auto after = transition(before({liker("alice", 4), liker("bob", 7), liker("carol", 8)}), {unlike("bob")});
    expect_results(after, {ChangeResult::kUnliked});
    const ReactionState expected{{2, 9, kThen, users({"alice", "carol"}), false}, false};
    BOOST_TEST((after.outcomes[0].state == expected));
    BOOST_TEST((after.summary.recent == std::vector{liker("alice", 4), liker("carol", 8)}));
    BOOST_TEST((after.removed == users({"bob"})));
    BOOST_TEST(after.added.empty());
    BOOST_TEST((after.changes == std::vector{unliked("bob")}));
}

BOOST_AUTO_TEST_CASE(an_unlike_of_what_was_not_liked_changes_nothing_and_makes_no_event) {
    const auto state = before({liker("alice", 4)});
    const auto after = transition(state, {unlike("bob"), unlike("bob")});
    expect_results(after, {ChangeResult::kWasNotLiked, ChangeResult::kWasNotLiked});
    const ReactionState expected{snapshot_of(state.summary, RecentLikersLimit{kLikedByMax}), false};
    for (const auto& outcome : after.outcomes) BOOST_TEST((outcome.state == expected));
    expect_untouched(after, state);
}

BOOST_AUTO_TEST_CASE(rows_get_the_net_effect_of_a_user_who_changes_their_mind) {
    struct Case {
        std::string name;
        bool likes_before;
        std::vector<Request> requests;
        std::vector<UserId> removed;
        std::vector<Liker> added;
        std::uint64_t version;
    };
    const std::vector<Case> cases{
        {"+-", false, {like("bob"), unlike("bob")}, {}, {}, 12},
        {"+-+", false, {like("bob"), unlike("bob"), like("bob")}, {}, {liker("bob", 13, kNowSeconds)}, 13},
        {"++", false, {like("bob"), like("bob")}, {}, {liker("bob", 11, kNowSeconds)}, 11},
        {"-+", false, {unlike("bob"), like("bob")}, {}, {liker("bob", 11, kNowSeconds)}, 11},
        {"-", true, {unlike("bob")}, users({"bob"}), {}, 11},
        {"--", true, {unlike("bob"), unlike("bob")}, users({"bob"}), {}, 11},
        {"-+", true, {unlike("bob"), like("bob")}, users({"bob"}), {liker("bob", 12, kNowSeconds)}, 12},
        {"-+-", true, {unlike("bob"), like("bob"), unlike("bob")}, users({"bob"}), {}, 13},
        {"+-+", true, {like("bob"), unlike("bob"), like("bob")}, users({"bob"}), {liker("bob", 12, kNowSeconds)}, 12},
    };
    for (const auto& each : cases) {
        BOOST_TEST_INFO_SCOPE((each.likes_before ? "liked, then " : "not liked, then ") << each.name);
        const auto state =
            before(each.likes_before ? std::vector{liker("bob", 3), liker("zoe", 10)} : std::vector{liker("zoe", 10)});
        const auto after = transition(state, each.requests);
        BOOST_TEST((after.removed == each.removed));
        BOOST_TEST((after.added == each.added));
        BOOST_TEST(after.summary.version == each.version);
        BOOST_TEST(after.changes.size() == each.version - 10);
    }
}

BOOST_AUTO_TEST_CASE(each_change_makes_one_version_and_each_answer_names_its_own) {
    const auto after = transition(
        before({liker("alice", 10)}),
        {like("bob"), like("bob"), unlike("alice"), unlike("zoe"), like("carol"), unlike("bob"), like("alice")});
    expect_results(
        after, {ChangeResult::kLiked, ChangeResult::kAlreadyLiked, ChangeResult::kUnliked, ChangeResult::kWasNotLiked,
                ChangeResult::kLiked, ChangeResult::kUnliked, ChangeResult::kLiked});
    const std::vector<ReactionState> expected{
        {{2, 11, kNow, users({"alice", "bob"}), false}, true},   {{2, 11, kNow, users({"alice", "bob"}), false}, true},
        {{1, 12, kNow, users({"bob"}), false}, false},           {{1, 12, kNow, users({"bob"}), false}, false},
        {{2, 13, kNow, users({"bob", "carol"}), false}, true},   {{1, 14, kNow, users({"carol"}), false}, false},
        {{2, 15, kNow, users({"carol", "alice"}), false}, true},
    };
    for (std::size_t i = 0; i < expected.size(); ++i) {
        BOOST_TEST((after.outcomes[i].state == expected[i]), "request " << i);
    }
    BOOST_TEST(
        (after.changes == std::vector{liked("bob"), unliked("alice"), liked("carol"), unliked("bob"), liked("alice")}));
    BOOST_TEST((after.removed == users({"alice"})));
    BOOST_TEST((after.added == std::vector{liker("alice", 15, kNowSeconds), liker("carol", 13, kNowSeconds)} ||
                after.added == std::vector{liker("carol", 13, kNowSeconds), liker("alice", 15, kNowSeconds)}));
}

BOOST_AUTO_TEST_CASE(neither_taking_a_like_back_nor_a_clock_that_goes_back_moves_liked_at) {
    const auto after = transition(before({liker("alice", 1), liker("bob", 2)}), {unlike("bob"), unlike("alice")});
    BOOST_TEST((after.summary.last_reacted_at == kThen));
    BOOST_TEST((after.outcomes[1].state.snapshot.last_reacted_at == kThen));
    BOOST_TEST(after.summary.total == 0U);
    const auto earlier = transition(before({liker("alice", 1)}), {like("bob")}, kThen - 1h);
    BOOST_TEST((earlier.summary.last_reacted_at == kThen));
    BOOST_TEST((earlier.added == std::vector{liker("bob", 2, std::chrono::floor<std::chrono::seconds>(kThen))}));
}

BOOST_AUTO_TEST_CASE(the_summary_keeps_a_quarter_more_than_is_named_and_no_more) {
    struct Case {
        std::size_t liked_by_max;
        std::size_t kept;
    };
    for (const auto& each : {Case{1, 2}, Case{3, 4}, Case{4, 6}, Case{100, 126}, Case{500, 626}}) {
        BOOST_TEST_INFO_SCOPE("liked_by_max " << each.liked_by_max);
        BOOST_TEST(RecentLikersLimit{each.liked_by_max}.kept() == each.kept);
        const auto full = transition(before(crowd(each.kept - 1)), {like("late")}, kNow, each.liked_by_max);
        BOOST_TEST(full.summary.recent.size() == each.kept);
        BOOST_TEST(full.summary.holds_everybody());
        const auto over = transition(before(crowd(each.kept)), {like("late")}, kNow, each.liked_by_max);
        BOOST_TEST(over.summary.recent.size() == each.kept);
        BOOST_TEST(over.summary.total == each.kept + 1);
        BOOST_TEST(over.summary.recent.front().user.str() == "user2");
        BOOST_TEST(over.summary.recent.back().user.str() == "late");
    }
}

BOOST_AUTO_TEST_CASE(an_unlike_inside_of_the_recent_likers_lets_the_next_older_liker_in) {
    const auto after = transition(before_of_many(8, 4), {unlike("user7")}, kNow, 3);
    const Snapshot expected{7, 9, kThen, users({"user5", "user6", "user8"}), true};
    BOOST_TEST((after.outcomes[0].state == ReactionState{expected, false}));
    BOOST_TEST((after.removed == users({"user7"})));
}

BOOST_AUTO_TEST_CASE(an_unlike_outside_of_the_recent_likers_leaves_it_as_it_is) {
    const auto state = before_of_many(8, 4);
    const auto after = transition(state, {unlike("user1")}, kNow, 3);
    expect_results(after, {ChangeResult::kUnliked});
    const Snapshot expected{7, 9, kThen, users({"user6", "user7", "user8"}), true};
    BOOST_TEST((after.outcomes[0].state == ReactionState{expected, false}));
    BOOST_TEST((after.summary.recent == state.summary.recent));
    BOOST_TEST((after.removed == users({"user1"})));
    BOOST_TEST((after.changes == std::vector{unliked("user1")}));
}

BOOST_AUTO_TEST_CASE(applying_does_not_book_a_turn_for_the_event) {
    auto state = before({liker("alice", 1)});
    state.summary.next_event_at = kNow + 5s;
    BOOST_TEST((transition(state, {like("bob")}).summary.next_event_at == kNow + 5s));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::apply_test
