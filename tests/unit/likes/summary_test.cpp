#include "likes/summary.hpp"

#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "likes/reaction_state.hpp"
#include "unit/likes/build.hpp"

namespace likes::summary_test {

using namespace std::chrono_literals;
using namespace likes::test;

BOOST_AUTO_TEST_SUITE(summary)

BOOST_AUTO_TEST_CASE(older_likers_are_needed_if_the_named_ones_could_run_out) {
    struct Case {
        std::uint32_t total;
        std::size_t recent;
        std::size_t unlikes;
        bool needed;
    };
    const std::vector<Case> cases{
        {0, 0, 0, false},     {0, 0, 64, false},      {5, 5, 64, false},     {126, 126, 64, false},
        {127, 126, 0, false}, {127, 126, 26, false},  {127, 126, 27, true},  {127, 100, 0, false},
        {127, 100, 1, true},  {127, 99, 0, true},     {101, 100, 0, false},  {101, 100, 1, true},
        {1000, 0, 0, true},   {1000, 125, 25, false}, {1000, 125, 26, true},
    };
    for (const auto& each : cases) {
        BOOST_TEST_INFO_SCOPE(each.recent << " of " << each.total << ", unlikes " << each.unlikes);
        const Summary summary{each.total, 0, {}, {}, crowd(each.recent)};
        BOOST_TEST(needs_older_likers(summary, RecentLikersLimit{100}, each.unlikes) == each.needed);
    }
}

BOOST_AUTO_TEST_CASE(likers_are_written_as_one_column_and_read_again) {
    const std::vector<std::pair<std::string, std::vector<Liker>>> cases{
        {"", {}},
        {"alice,1,1759485600", {liker("alice", 1, std::chrono::sys_seconds{1'759'485'600s})}},
        {"+,1,0 auth0|5f,2,0 PRIMARY/admin,3,0 a+b@example.com,4,0 =,5,0",
         {liker("+", 1), liker("auth0|5f", 2), liker("PRIMARY/admin", 3), liker("a+b@example.com", 4), liker("=", 5)}},
        {"alice,1,-1 A.b_c~d@e:f-9,18446744073709551615,0",
         {liker("alice", 1, std::chrono::sys_seconds{-1s}),
          liker("A.b_c~d@e:f-9", std::numeric_limits<std::uint64_t>::max())}},
    };
    for (const auto& [text, likers] : cases) {
        BOOST_TEST_INFO_SCOPE("column: " << text);
        BOOST_TEST(format_likers(likers) == text);
        BOOST_TEST((parse_likers(text) == likers));
    }
}

BOOST_AUTO_TEST_CASE(a_full_summary_fits_its_column_and_is_read_again) {
    std::vector<Liker> likers;
    for (std::size_t i = 0; i < RecentLikersLimit{500}.kept(); ++i) {
        auto name = std::to_string(i);
        name.resize(UserId::kMaxLength, 'x');
        likers.push_back(liker(name, std::numeric_limits<std::uint64_t>::max() - i));
    }
    const auto text = format_likers(likers);
    BOOST_TEST(text.size() < (std::size_t{1} << 24U));
    BOOST_TEST((parse_likers(text) == likers));
}

BOOST_AUTO_TEST_CASE(a_column_that_we_did_not_write_is_refused) {
    const std::vector<std::string> no_columns{" ", ",", "alice", "alice,1", "alice,1,", "alice,,1", ",1,1"};
    const std::vector<std::string> more_than_a_liker{"alice,1,1,",        "alice,1,1,1",        "alice,1,1 ",
                                                     " alice,1,1",        "alice,1,1  bob,2,2", "alice,1,1\tbob,2,2",
                                                     "alice,1,1;bob,2,2", "alice,1,1\n"};
    const std::vector<std::string> no_values{"alice,-1,1",
                                             "alice,+1,1",
                                             "alice,1,+1",
                                             "alice,0x1,1",
                                             "alice,1.0,1",
                                             "alice,a,1",
                                             "alice,1,a",
                                             "alice,18446744073709551616,1",
                                             "alice,1,9223372036854775808",
                                             "al'ice,1,1",
                                             std::string(UserId::kMaxLength + 1, 'x') + ",1,1"};
    for (const auto& texts : {no_columns, more_than_a_liker, no_values}) {
        for (const auto& text : texts) {
            BOOST_TEST_INFO_SCOPE("column: '" << text << "'");
            BOOST_CHECK_THROW(parse_likers(text), std::runtime_error);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

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

}  // namespace likes::summary_test
