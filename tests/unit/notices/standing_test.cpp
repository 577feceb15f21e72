#include "notices/standing.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/notices/author.hpp"

namespace likes::notices::standing_test {

using namespace std::chrono_literals;
using test::reaction_named;
using test::user_named;

const Time kThen{std::chrono::sys_days{std::chrono::year{2026} / 1 / 2}};

StandingReaction reaction_of(const std::string& user, const std::string& code, std::chrono::seconds later,
                             bool is_hidden = false) {
    return {user_named(user), reaction_named(code), kThen + later, is_hidden};
}

BOOST_AUTO_TEST_SUITE(notice_standing)

BOOST_AUTO_TEST_CASE(people_are_counted_once_and_reactions_each) {
    const auto standing =
        standing_of({reaction_of("bob", "like", 1s), reaction_of("carol", "like", 2s), reaction_of("bob", "joy", 3s)});
    BOOST_TEST(standing.actors == 2U);
    BOOST_TEST(format_reactions(standing.reactions) == "like=2,joy=1");
    BOOST_TEST(standing.total() == 3U);
    BOOST_TEST(format_newest(standing.newest) == "bob,joy,1767312003 carol,like,1767312002");
}

BOOST_AUTO_TEST_CASE(the_three_newest_are_named_whatever_the_order_in_which_they_are_read) {
    std::vector<StandingReaction> all;
    for (const auto* user : {"bob", "carol", "dave", "erin"}) {
        all.push_back(reaction_of(user, "like", std::chrono::seconds{all.size()}));
    }
    const auto text = format_newest(standing_of(all).newest);
    BOOST_TEST(text == "erin,like,1767312003 dave,like,1767312002 carol,like,1767312001");
    std::swap(all[0], all[3]);
    std::swap(all[1], all[2]);
    BOOST_TEST(format_newest(standing_of(all).newest) == text);
}

BOOST_AUTO_TEST_CASE(who_is_hidden_is_neither_counted_nor_named) {
    const auto standing = standing_of({reaction_of("bob", "like", 1s), reaction_of("mallory", "like", 2s, true)});
    BOOST_TEST(standing.actors == 1U);
    BOOST_TEST(format_reactions(standing.reactions) == "like=1");
    BOOST_TEST(standing.newest.size() == 1U);
    BOOST_TEST((standing_of({reaction_of("mallory", "like", 2s, true)}) == Standing{}));
}

BOOST_AUTO_TEST_CASE(above_two_hundred_reactions_people_are_not_counted) {
    std::vector<StandingReaction> all;
    for (int i = 0; i < 200; ++i) all.push_back(reaction_of("user-" + std::to_string(i), "like", 1s));
    BOOST_TEST(standing_of(all).actors == 200U);
    all.push_back(reaction_of("one-more", "like", 1s));
    BOOST_TEST(standing_of(all).actors == 0U);
    BOOST_TEST(standing_of(all).total() == 201U);
}

BOOST_AUTO_TEST_CASE(of_many_the_hidden_are_taken_off) {
    const auto standing = standing_of_many({{reaction_named("like"), 300}, {reaction_named("joy"), 1}},
                                           {{reaction_named("like"), 2}, {reaction_named("joy"), 1}},
                                           {reaction_of("bob", "like", 1s), reaction_of("mallory", "like", 2s, true)});
    BOOST_TEST(standing.actors == 0U);
    BOOST_TEST(format_reactions(standing.reactions) == "like=298");
    BOOST_TEST(format_newest(standing.newest) == "bob,like,1767312001");
    // More than there are: summary and rows were not read at the same moment.
    BOOST_TEST(standing_of_many({{reaction_named("like"), 1}}, {{reaction_named("like"), 2}}, {}).total() == 0U);
}

BOOST_AUTO_TEST_CASE(a_notice_counts_no_more_reactions_than_its_column_takes) {
    ReactionTotals totals;
    for (int i = 0; i < 60; ++i) totals.emplace(reaction_named(std::string(30, 'x') + std::to_string(10 + i)), 1);
    totals[reaction_named("like")] = 4'294'967'295;
    const auto reactions = standing_of_many(totals, {}, {}).reactions;
    BOOST_TEST(reactions.size() == kCountedReactionsMax);
    BOOST_TEST(reactions.front().reaction.code() == "like");
    BOOST_TEST(format_reactions(reactions).size() <= 2048U);
    const auto longest = reaction_of(std::string(128, 'u'), std::string(32, 'r'), 1s);
    const Actor actor{longest.user, longest.reaction, std::chrono::floor<std::chrono::seconds>(longest.at)};
    BOOST_TEST(format_newest({actor, actor, actor}).size() <= 640U);
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_and_nothing_else) {
    const auto standing = standing_of({reaction_of("a|b=+@x", "like", 1s), reaction_of("carol", "joy", 2s)});
    BOOST_TEST((parse_reactions(format_reactions(standing.reactions)) == standing.reactions));
    BOOST_TEST((parse_newest(format_newest(standing.newest)) == standing.newest));
    BOOST_TEST(parse_reactions("").empty());
    BOOST_TEST(parse_newest("").empty());
    for (const auto* text : {"like", "like=", "like=x", "LIKE=1", "like=1,", "=1", "like=-1", "like=4294967296"}) {
        BOOST_CHECK_THROW(parse_reactions(text), std::runtime_error);
    }
    for (const auto* text :
         {"bob", "bob,like", "bob,like,", "bob,like,x", ",like,1", "bob,,1", "bob,like,1 ", "b b,like,1"}) {
        BOOST_CHECK_THROW(parse_newest(text), std::runtime_error);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::notices::standing_test
