#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "notices/rules.hpp"
#include "unit/notices/author.hpp"

/// Random histories, held against what can be counted anew at each moment.
namespace likes::notices::histories_test {

using test::Author;

constexpr int kHistories = 2'000;
constexpr int kStepsMax = 40;

class Dice {
  public:
    explicit Dice(unsigned seed) : random_{seed} {}
    int upto(int sides) { return std::uniform_int_distribution{0, sides - 1}(random_); }

  private:
    std::minstd_rand random_;
};

std::string somebody(Dice& dice) {
    static const std::vector<std::string> kPeople{"bob", "carol", "dave", "erin", Author::kName};
    return kPeople[static_cast<std::size_t>(dice.upto(static_cast<int>(kPeople.size())))];
}

/// What happens next. Muting and blocking are left to a history of their own: those who were not news then are not
/// caught up on, so there a standing reaction may have no notice.
void happen(Author& alice, Dice& dice) {
    const std::string code = dice.upto(4) == 0 ? "joy" : "like";
    switch (dice.upto(10)) {
        case 0:
            alice.sees();
            break;
        case 1:
            if (alice.is_listed()) alice.reads();
            break;
        case 2:
        case 3:
        case 4:
            alice.takes_back(somebody(dice), code);
            break;
        case 5:
            if (const auto user = somebody(dice); user != Author::kName) alice.is_erased(user);
            break;
        default:
            alice.puts(somebody(dice), code);
            break;
    }
}

BOOST_AUTO_TEST_SUITE(notice_histories)

// The feed brings one thing at a time or many together, and the notice is the same.
BOOST_AUTO_TEST_CASE(a_notice_is_there_exactly_while_somebody_else_reacts_and_says_what_stands) {
    for (int seed = 0; seed < kHistories; ++seed) {
        Dice dice{static_cast<unsigned>(seed)};
        Author alice{{.known_max = seed % 2 == 0 ? 100U : 2U}};
        for (int step = dice.upto(kStepsMax); step >= 0; --step) {
            happen(alice, dice);
            if (dice.upto(3) == 0) alice.settle();
        }
        alice.settle();
        const auto standing = alice.standing();
        BOOST_TEST_CONTEXT("history " << seed) {
            BOOST_TEST_REQUIRE(alice.is_listed() == (standing.total() > 0));
            if (!alice.is_listed()) continue;
            BOOST_TEST_REQUIRE((alice.notice->standing == standing));
            BOOST_TEST_REQUIRE(alice.notice->new_since_read <= standing.actors);
            BOOST_TEST_REQUIRE(alice.notice->raised_sequence <= alice.notice->sequence);
            BOOST_TEST_REQUIRE(alice.notice->sequence <= alice.head);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_badge_goes_up_only_with_news_and_down_only_by_reading_seeing_and_taking_back) {
    for (int seed = 0; seed < kHistories; ++seed) {
        Dice dice{static_cast<unsigned>(seed)};
        Author alice;
        bool was_unread = false;
        for (int step = dice.upto(kStepsMax); step >= 0; --step) {
            happen(alice, dice);
            const auto seen_or_read = alice.badge();
            const auto outcome = alice.settle();
            BOOST_TEST_CONTEXT("history " << seed) {
                if (alice.badge() > seen_or_read && !was_unread) BOOST_TEST_REQUIRE((outcome == Outcome::kRaised));
                if (alice.badge() < seen_or_read) BOOST_TEST_REQUIRE((outcome == Outcome::kWithdrawn));
            }
            // What was withdrawn while it was unread comes back unread.
            was_unread = alice.notice && !alice.notice->is_read && alice.notice->raised_sequence > alice.seen;
        }
    }
}

BOOST_AUTO_TEST_CASE(while_muted_or_away_nothing_raises) {
    for (int seed = 0; seed < kHistories; ++seed) {
        Dice dice{static_cast<unsigned>(seed)};
        Author alice;
        for (int step = dice.upto(kStepsMax); step >= 0; --step) {
            alice.wants_news = dice.upto(3) != 0;
            alice.is_member = dice.upto(4) != 0;
            alice.is_deleted = dice.upto(20) == 0;
            happen(alice, dice);
            const auto outcome = alice.settle();
            const bool may_raise = alice.wants_news && alice.is_member && !alice.is_deleted;
            BOOST_TEST_CONTEXT("history " << seed) {
                if (!may_raise) BOOST_TEST_REQUIRE((outcome != Outcome::kRaised));
                if (!alice.is_member || alice.is_deleted) BOOST_TEST_REQUIRE(!alice.is_listed());
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::notices::histories_test
