#include "notices/rules.hpp"

#include <functional>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "unit/notices/author.hpp"

namespace likes::notices {

// NOLINTNEXTLINE(misc-use-internal-linkage): Boost.Test finds it by the type's namespace
std::ostream& operator<<(std::ostream& out, Outcome outcome) {
    switch (outcome) {
        case Outcome::kUnchanged:
            return out << "unchanged";
        case Outcome::kChangedUnseen:
            return out << "changed unseen";
        case Outcome::kChanged:
            return out << "changed";
        case Outcome::kRaised:
            return out << "raised";
        case Outcome::kWithdrawn:
            return out << "withdrawn";
    }
    return out;
}

namespace rules_test {

using test::Author;

/// A line of the table of rules: how things were, what happens, and what becomes of list, badge and devices.
struct Rule {
    const char* what;
    std::function<void(Author&)> before;
    std::function<void(Author&)> happens;
    Outcome outcome;
    bool is_listed;
    int badge;
    bool is_told;
    std::uint32_t actors;
    std::uint32_t new_since_read;
};

std::ostream& operator<<(std::ostream& out, const Rule& rule) {
    return out << rule.what;
}

void nothing(Author&) {}
void bob_likes(Author& alice) {
    alice.puts("bob");
    alice.settle();
}
void bob_likes_and_is_read(Author& alice) {
    bob_likes(alice);
    alice.reads();
}
void bob_and_carol_like(Author& alice) {
    bob_likes(alice);
    alice.puts("carol");
    alice.settle();
}
void bob_takes_it_back(Author& alice) {
    alice.takes_back("bob");
}
void bob_likes_anew(Author& alice) {
    alice.puts("bob");
}
void carol_likes(Author& alice) {
    alice.puts("carol");
}

const std::vector<Rule> kRules{
    {"the first reaction by another raises", nothing, bob_likes_anew, Outcome::kRaised, true, 1, true, 1, 1},
    {"one more new person raises", bob_likes, carol_likes, Outcome::kRaised, true, 1, true, 2, 2},
    {"one more new person makes it unread again", bob_likes_and_is_read, carol_likes, Outcome::kRaised, true, 1, true,
     2, 1},
    {"one more new person is counted again after the list was seen",
     [](Author& alice) {
         bob_likes(alice);
         alice.sees();
     },
     carol_likes, Outcome::kRaised, true, 1, true, 2, 2},
    {"a second emoji of a known person is a silent change", bob_likes_and_is_read,
     [](Author& alice) { alice.puts("bob", "joy"); }, Outcome::kChanged, true, 0, true, 1, 0},
    {"another emoji of a known person is a silent change", bob_likes_and_is_read,
     [](Author& alice) {
         alice.takes_back("bob");
         alice.puts("bob", "joy");
     },
     Outcome::kChanged, true, 0, true, 1, 0},
    {"a like that a known person takes back and gives at once is a silent change", bob_likes_and_is_read,
     [](Author& alice) {
         alice.takes_back("bob");
         alice.puts("bob");
     },
     Outcome::kChanged, true, 0, true, 1, 0},
    {"a like that a known person takes back and gives later is a silent change",
     [](Author& alice) {
         bob_and_carol_like(alice);
         alice.reads();
         alice.takes_back("bob");
         alice.settle();
     },
     bob_likes_anew, Outcome::kChanged, true, 0, true, 2, 0},
    {"an unlike while others stand is a silent change", bob_and_carol_like, bob_takes_it_back, Outcome::kChanged, true,
     1, true, 1, 1},
    {"the last unlike withdraws, and the badge goes", bob_likes, bob_takes_it_back, Outcome::kWithdrawn, false, 0, true,
     0, 1},
    {"the last unlike withdraws what was read", bob_likes_and_is_read, bob_takes_it_back, Outcome::kWithdrawn, false, 0,
     true, 0, 0},
    {"a known person's like after that restores what was unread",
     [](Author& alice) {
         bob_likes(alice);
         bob_takes_it_back(alice);
         alice.settle();
     },
     bob_likes_anew, Outcome::kChanged, true, 1, true, 1, 1},
    {"a known person's like after that restores what was read as read",
     [](Author& alice) {
         bob_likes_and_is_read(alice);
         bob_takes_it_back(alice);
         alice.settle();
     },
     bob_likes_anew, Outcome::kChanged, true, 0, true, 1, 0},
    {"a new person's like after that raises",
     [](Author& alice) {
         bob_likes_and_is_read(alice);
         bob_takes_it_back(alice);
         alice.settle();
     },
     carol_likes, Outcome::kRaised, true, 1, true, 1, 1},
    {"one's own reaction is nothing", nothing, [](Author& alice) { alice.puts(Author::kName); }, Outcome::kUnchanged,
     false, 0, false, 0, 0},
    {"one's own reaction beside others is not counted", bob_likes, [](Author& alice) { alice.puts(Author::kName); },
     Outcome::kUnchanged, true, 1, false, 1, 1},
    {"a blocked person is no news", [](Author& alice) { alice.blocks("mallory"); },
     [](Author& alice) { alice.puts("mallory"); }, Outcome::kUnchanged, false, 0, false, 0, 0},
    {"a blocked person is not counted",
     [](Author& alice) {
         alice.blocks("mallory");
         bob_likes(alice);
     },
     [](Author& alice) { alice.puts("mallory"); }, Outcome::kUnchanged, true, 1, false, 1, 1},
    {"a person who is blocked afterwards is neither counted nor named",
     [](Author& alice) {
         bob_and_carol_like(alice);
         alice.blocks("bob");
     },
     [](Author& alice) { alice.puts("carol", "joy"); }, Outcome::kChanged, true, 1, true, 1, 1},
    {"nothing is new while the chat is muted", [](Author& alice) { alice.wants_news = false; }, carol_likes,
     Outcome::kUnchanged, false, 0, false, 0, 0},
    {"while it is muted a notice changes without a word",
     [](Author& alice) {
         bob_likes_and_is_read(alice);
         alice.wants_news = false;
     },
     carol_likes, Outcome::kChanged, true, 0, false, 2, 0},
    {"while it is muted the last unlike withdraws",
     [](Author& alice) {
         bob_likes(alice);
         alice.wants_news = false;
     },
     bob_takes_it_back, Outcome::kWithdrawn, false, 0, true, 0, 1},
    {"what has happened while it was muted is not caught up on",
     [](Author& alice) {
         alice.wants_news = false;
         carol_likes(alice);
         alice.settle();
         alice.wants_news = true;
     },
     nothing, Outcome::kUnchanged, false, 0, false, 0, 0},
    {"the next new person after that is news, and the others are counted",
     [](Author& alice) {
         alice.wants_news = false;
         carol_likes(alice);
         alice.settle();
         alice.wants_news = true;
     },
     bob_likes_anew, Outcome::kRaised, true, 1, true, 2, 1},
    {"who leaves the chat has no notice of it any more", bob_likes, [](Author& alice) { alice.is_member = false; },
     Outcome::kWithdrawn, false, 0, true, 1, 1},
    {"who has left hears of nobody new",
     [](Author& alice) {
         bob_likes(alice);
         alice.is_member = false;
         alice.settle();
     },
     carol_likes, Outcome::kChangedUnseen, false, 0, false, 2, 1},
    {"who comes back has no notice without news",
     [](Author& alice) {
         bob_likes(alice);
         alice.is_member = false;
         alice.settle();
         alice.is_member = true;
     },
     [](Author& alice) { alice.puts("bob", "joy"); }, Outcome::kChangedUnseen, false, 0, false, 1, 1},
    {"who comes back has it again with news",
     [](Author& alice) {
         bob_likes(alice);
         alice.is_member = false;
         alice.settle();
         alice.is_member = true;
     },
     carol_likes, Outcome::kRaised, true, 1, true, 2, 1},
    {"a deleted message's notice is withdrawn", bob_likes, [](Author& alice) { alice.is_deleted = true; },
     Outcome::kWithdrawn, false, 0, true, 0, 1},
    {"a deleted message raises nothing", [](Author& alice) { alice.is_deleted = true; }, bob_likes_anew,
     Outcome::kUnchanged, false, 0, false, 0, 0},
    {"a liker who is erased is as one who takes it back", bob_likes, [](Author& alice) { alice.is_erased("bob"); },
     Outcome::kWithdrawn, false, 0, true, 0, 1},
    {"a liker who was erased is news again",
     [](Author& alice) {
         bob_likes_and_is_read(alice);
         alice.is_erased("bob");
         alice.settle();
     },
     bob_likes_anew, Outcome::kRaised, true, 1, true, 1, 1},
    {"the author who opens the list has no badge", bob_likes, [](Author& alice) { alice.sees(); }, Outcome::kUnchanged,
     true, 0, false, 1, 1},
    {"what the author has dismissed stays away when a known person goes on",
     [](Author& alice) {
         bob_likes(alice);
         alice.dismisses();
     },
     [](Author& alice) { alice.puts("bob", "joy"); }, Outcome::kChangedUnseen, false, 0, false, 1, 1},
    {"what the author has dismissed stays away when it is taken back and given again",
     [](Author& alice) {
         bob_likes(alice);
         alice.dismisses();
         bob_takes_it_back(alice);
         alice.settle();
     },
     bob_likes_anew, Outcome::kChangedUnseen, false, 0, false, 1, 1},
    {"what the author has dismissed comes back with news",
     [](Author& alice) {
         bob_likes(alice);
         alice.dismisses();
     },
     carol_likes, Outcome::kRaised, true, 1, true, 2, 1},
    {"a like that was taken back before anybody looked is nothing", nothing,
     [](Author& alice) {
         alice.puts("bob");
         alice.takes_back("bob");
     },
     Outcome::kUnchanged, false, 0, false, 0, 0},
};

BOOST_AUTO_TEST_SUITE(notice_rules)

BOOST_DATA_TEST_CASE(the_table, boost::unit_test::data::make(kRules), rule) {
    Author alice;
    rule.before(alice);
    const auto sequence = alice.head;
    rule.happens(alice);
    BOOST_TEST(alice.settle() == rule.outcome);
    BOOST_TEST(alice.is_listed() == rule.is_listed);
    BOOST_TEST(alice.badge() == rule.badge);
    BOOST_TEST(alice.is_told == rule.is_told);
    BOOST_TEST((alice.notice ? alice.notice->standing.actors : 0U) == rule.actors);
    BOOST_TEST((alice.notice ? alice.notice->new_since_read : 0U) == rule.new_since_read);
    const bool is_synced = rule.outcome != Outcome::kUnchanged && rule.outcome != Outcome::kChangedUnseen;
    BOOST_TEST(alice.head == sequence + (is_synced ? 1 : 0));
}

BOOST_DATA_TEST_CASE(the_same_again_changes_nothing, boost::unit_test::data::make(kRules), rule) {
    Author alice;
    rule.before(alice);
    rule.happens(alice);
    alice.settle();
    const auto notice = alice.notice;
    BOOST_TEST(alice.settle() == Outcome::kUnchanged);
    BOOST_TEST((alice.notice == notice));
}

BOOST_AUTO_TEST_CASE(the_unliker_is_not_named) {
    Author alice;
    bob_and_carol_like(alice);
    bob_takes_it_back(alice);
    alice.settle();
    BOOST_TEST(format_newest(alice.notice->standing.newest).starts_with("carol,like,"));
    BOOST_TEST(alice.notice->standing.newest.size() == 1U);
}

BOOST_AUTO_TEST_CASE(news_brings_a_notice_to_the_top_and_a_silent_change_leaves_it_where_it_is) {
    Author alice;
    bob_likes(alice);
    const auto raised_at = alice.notice->raised_at;
    alice.puts("bob", "joy");
    alice.settle();
    BOOST_TEST(alice.notice->raised_sequence == 1U);
    BOOST_TEST((alice.notice->raised_at == raised_at));
    BOOST_TEST(alice.notice->sequence == 2U);
    carol_likes(alice);
    alice.settle();
    BOOST_TEST(alice.notice->raised_sequence == 3U);
    BOOST_TEST((alice.notice->raised_at > raised_at));
}

BOOST_AUTO_TEST_CASE(one_user_who_toggles_a_thousand_times_raises_once) {
    Author alice;
    int raised = 0;
    for (int i = 0; i < 1000; ++i) {
        alice.puts("bob");
        raised += alice.settle() == Outcome::kRaised ? 1 : 0;
        BOOST_TEST_REQUIRE(alice.badge() == 1);
        alice.takes_back("bob");
        raised += alice.settle() == Outcome::kRaised ? 1 : 0;
        BOOST_TEST_REQUIRE(alice.badge() == 0);
    }
    BOOST_TEST(raised == 1);
}

BOOST_AUTO_TEST_CASE(from_the_hundredth_person_on_only_milestones_are_news_each_once) {
    Author alice;
    std::vector<int> raised_at;
    for (int i = 1; i <= 1100; ++i) {
        alice.puts("user-" + std::to_string(i));
        if (alice.settle() == Outcome::kRaised) raised_at.push_back(i);
    }
    BOOST_TEST(alice.known_count() == 100U);
    BOOST_TEST(raised_at.size() == 103U);
    BOOST_TEST(std::vector<int>(raised_at.end() - 3, raised_at.end()) == (std::vector<int>{250, 500, 1000}),
               boost::test_tools::per_element());
    BOOST_TEST(alice.notice->standing.actors == 0U);
    BOOST_TEST(alice.notice->standing.total() == 1100U);
    for (int i = 1; i <= 700; ++i) alice.takes_back("user-" + std::to_string(i));
    BOOST_TEST(alice.settle() == Outcome::kChanged);
    for (int i = 1; i <= 700; ++i) alice.puts("user-" + std::to_string(i));
    BOOST_TEST(alice.settle() == Outcome::kChanged);
}

BOOST_AUTO_TEST_CASE(a_milestone_that_is_reached_while_the_chat_is_muted_is_no_news_afterwards) {
    Author alice{{.known_max = 2}};
    for (int i = 1; i <= 200; ++i) alice.puts("user-" + std::to_string(i));
    alice.settle();
    alice.wants_news = false;
    for (int i = 201; i <= 300; ++i) alice.puts("user-" + std::to_string(i));
    BOOST_TEST(alice.settle() == Outcome::kChanged);
    BOOST_TEST(!alice.is_told);
    alice.wants_news = true;
    alice.puts("one-more");
    BOOST_TEST(alice.settle() == Outcome::kChanged);
    for (int i = 301; i <= 500; ++i) alice.puts("user-" + std::to_string(i));
    BOOST_TEST(alice.settle() == Outcome::kRaised);
}

BOOST_AUTO_TEST_CASE(what_was_withdrawn_comes_back_also_where_nobody_is_news_any_more) {
    Author alice{{.known_max = 2}};
    for (const auto* user : {"bob", "carol"}) alice.puts(user);
    alice.settle();
    for (const auto* user : {"bob", "carol"}) alice.takes_back(user);
    BOOST_TEST(alice.settle() == Outcome::kWithdrawn);
    alice.puts("dave");
    BOOST_TEST(alice.settle() == Outcome::kChanged);
    BOOST_TEST(alice.is_listed());
}

BOOST_AUTO_TEST_CASE(a_milestone_is_250_500_1000_and_so_on) {
    for (const auto& [reactions, milestone] :
         std::vector<std::pair<std::uint64_t, std::uint32_t>>{{0, 0},
                                                              {249, 0},
                                                              {250, 250},
                                                              {499, 250},
                                                              {500, 500},
                                                              {999, 500},
                                                              {1000, 1000},
                                                              {2499, 1000},
                                                              {2500, 2500},
                                                              {4999, 2500},
                                                              {5000, 5000},
                                                              {10'000, 10'000},
                                                              {1'234'567, 1'000'000},
                                                              {4'294'967'295, 2'500'000'000},
                                                              {10'000'000'000'000, 2'500'000'000}}) {
        BOOST_TEST(milestone_of(reactions) == milestone, reactions);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace rules_test
}  // namespace likes::notices
