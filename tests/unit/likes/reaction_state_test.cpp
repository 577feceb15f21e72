#include "likes/reaction_state.hpp"

#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes {
namespace {

using namespace std::chrono_literals;
using namespace likes::test;

constexpr Time kThen{1'759'485'600s + 5us};

BOOST_AUTO_TEST_SUITE(snapshot_of_a_summary)

BOOST_AUTO_TEST_CASE(a_message_has_a_time_once_it_was_liked_even_if_nobody_likes_it_any_more) {
    BOOST_TEST((snapshot_of(Summary{}, RecentLikersLimit{}) == Snapshot{0, 0, std::nullopt, {}, false}));
    const Summary summary{0, 8, kThen, {}, {}};
    BOOST_TEST((snapshot_of(summary, RecentLikersLimit{}) == Snapshot{0, 8, kThen, {}, false}));
}

BOOST_AUTO_TEST_CASE(the_newest_are_named_oldest_first_when_not_all_can_be) {
    struct Case {
        std::uint32_t total;
        std::vector<Liker> recent;
        std::size_t liked_by_max;
        std::vector<UserId> named;
        bool truncated;
    };
    const std::vector<Case> cases{
        {3, crowd(3), 4, users({"user1", "user2", "user3"}), false},
        {3, crowd(3), 3, users({"user1", "user2", "user3"}), false},
        {3, crowd(3), 2, users({"user2", "user3"}), true},
        {3, crowd(3), 1, users({"user3"}), true},
        {4, {liker("user3", 3), liker("user4", 4)}, 2, users({"user3", "user4"}), true},
        {4, {liker("user2", 2), liker("user3", 3), liker("user4", 4)}, 2, users({"user3", "user4"}), true},
    };
    for (const auto& each : cases) {
        BOOST_TEST_INFO_SCOPE(each.recent.size() << " of " << each.total << ", liked_by_max " << each.liked_by_max);
        const Summary summary{each.total, 9, kThen, {}, each.recent};
        const Snapshot expected{each.total, 9, kThen, each.named, each.truncated};
        BOOST_TEST((snapshot_of(summary, RecentLikersLimit{each.liked_by_max}) == expected));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes
