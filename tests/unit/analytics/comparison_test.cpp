#include "analytics/comparison.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "analytics/bucket.hpp"
#include "unit/likes/build.hpp"

namespace likes::analytics {

// For the messages of the tests.
std::ostream& operator<<(std::ostream& out, const QuarterSums& sums) {
    for (const auto& [key, sum] : sums) out << key.first << '/' << key.second << ": " << sum << ' ';
    return out;
}

std::ostream& operator<<(std::ostream& out, const UserSums& sums) {
    for (const auto& [key, sum] : sums) {
        out << key.first << '/' << key.second << ": " << sum.given << ',' << sum.received << ' ';
    }
    return out;
}

namespace comparison_test {

using namespace std::chrono_literals;
using namespace likes::test;

/// A midnight, the quarter of an hour that begins with it, and its day.
constexpr std::chrono::sys_days kMidnight{std::chrono::days{20'000}};
const std::uint32_t kQuarter = quarter_of(kMidnight);
const std::uint32_t kDay = day_of(kMidnight);

/// Counting has begun long before that midnight, and nothing is folded.
const Comparison::Moments kCounting{{}, {}, kMidnight - std::chrono::days{100}};

const std::optional<std::string> kAnn = "ann";
const std::optional<std::string> kNobodyKnows;

OutboxEntry entry(std::vector<Change> changes, std::string_view reaction = "like") {
    for (auto& change : changes) change.given_at = kMidnight;
    return {uuid(1), {uuid(2), Reaction::parse(reaction).value()}, std::move(changes)};
}

void store(Comparison& comparison, std::int64_t likes, std::uint32_t quarter = kQuarter) {
    comparison.add_stored("like", quarter, likes);
    comparison.add_stored(kAllReactions, quarter, likes);
}

struct Case {
    std::string what;
    std::function<void(Comparison&)> add;
    QuarterSums quarters;
    UserSums users;
    std::size_t drifted = 0;
    Comparison::Moments moments = kCounting;
};

const std::vector<Case> kCases{
    {"nothing at all", [](Comparison&) {}, {}, {}},
    {"rows that are all counted",
     [](Comparison& c) {
         c.add_rows("like", kQuarter, 2);
         store(c, 2);
         c.add_rows_of_user("bob", kAnn, kDay, 1);
         c.add_rows_of_user("eve", kAnn, kDay, 1);
         c.add_stored_of_user("bob", kDay, {1, 0});
         c.add_stored_of_user("eve", kDay, {1, 0});
         c.add_stored_of_user("ann", kDay, {0, 2});
     },
     {},
     {}},
    {"rows of which some wait to be counted",
     [](Comparison& c) {
         c.add_rows("like", kQuarter, 2);
         store(c, 1);
         c.add_rows_of_user("bob", kAnn, kDay, 1);
         c.add_rows_of_user("eve", kAnn, kDay, 1);
         c.add_stored_of_user("bob", kDay, {1, 0});
         c.add_stored_of_user("ann", kDay, {0, 1});
         c.add_pending(entry({liked("eve")}), kAnn);
     },
     {},
     {}},
    {"a row that was counted and is gone, which waits",
     [](Comparison& c) {
         store(c, 1);
         c.add_stored_of_user("bob", kDay, {1, 0});
         c.add_stored_of_user("ann", kDay, {0, 1});
         c.add_pending(entry({unliked("bob")}), kAnn);
     },
     {},
     {}},
    {"one that came and went, both of which wait, in either order",
     [](Comparison& c) {
         c.add_pending(entry({unliked("bob")}), kAnn);
         c.add_pending(entry({liked("bob")}), kAnn);
     },
     {},
     {}},
    {"a chat that nobody has counted",
     [](Comparison& c) {
         c.add_rows("like", kQuarter, 1);
         c.add_rows("joy", kQuarter + 1, 1);
         c.add_rows_of_user("bob", kAnn, kDay, 2);
     },
     {{{"*", kQuarter}, 1}, {{"*", kQuarter + 1}, 1}, {{"like", kQuarter}, 1}, {{"joy", kQuarter + 1}, 1}},
     {{{"bob", kDay}, {2, 0}}, {{"ann", kDay}, {0, 2}}}},
    {"one that nobody has counted, and that wait to be counted",
     [](Comparison& c) {
         c.add_rows("like", kQuarter, 2);
         c.add_rows_of_user("bob", kAnn, kDay, 2);
         c.add_pending(entry({liked("bob")}), kAnn);
     },
     {{{"*", kQuarter}, 1}, {{"like", kQuarter}, 1}},
     {{{"bob", kDay}, {1, 0}}, {{"ann", kDay}, {0, 1}}}},
    {"a row that was not counted, in a chat that is",
     [](Comparison& c) {
         c.add_rows("like", kQuarter, 3);
         store(c, 2);
     },
     {{{"*", kQuarter}, 1}, {{"like", kQuarter}, 1}},
     {},
     2},
    {"a row that was counted twice",
     [](Comparison& c) {
         c.add_rows("like", kQuarter, 1);
         store(c, 2);
     },
     {{{"*", kQuarter}, -1}, {{"like", kQuarter}, -1}},
     {},
     2},
    {"a sum of all reactions that is not that of each",
     [](Comparison& c) {
         c.add_rows("like", kQuarter, 1);
         c.add_stored("like", kQuarter, 1);
     },
     {{{"*", kQuarter}, 1}},
     {},
     1},
    {"users who were counted wrongly",
     [](Comparison& c) {
         store(c, 0);
         c.add_rows_of_user("bob", kAnn, kDay, 1);
         c.add_stored_of_user("bob", kDay, {2, 0});
         c.add_stored_of_user("ann", kDay, {0, 1});
         c.add_stored_of_user("eve", kDay, {1, 1});
     },
     {},
     {{{"bob", kDay}, {-1, 0}}, {{"eve", kDay}, {-1, -1}}},
     2},
    {"likes of one's own message, which count for the activity alone",
     [](Comparison& c) {
         c.add_rows("like", kQuarter, 2);
         store(c, 1);
         c.add_rows_of_user("ann", kAnn, kDay, 2);
         c.add_pending(entry({liked("ann")}), kAnn);
     },
     {},
     {}},
    {"another reaction that waits",
     [](Comparison& c) {
         c.add_rows("like", kQuarter, 1);
         c.add_rows("joy", kQuarter, 1);
         store(c, 1);
         c.add_pending(entry({liked("ann")}, "joy"), kAnn);
     },
     {},
     {}},
    {"a user of whom nothing is stored, in a chat that is counted",
     [](Comparison& c) {
         store(c, 0);
         c.add_rows_of_user("bob", kAnn, kDay, 1);
         c.add_stored_of_user("bob", kDay, {1, 0});
     },
     {},
     {{{"ann", kDay}, {0, 1}}}},
    // A message whose row is gone.
    {"a message that is gone, whose like was counted with its sender",
     [](Comparison& c) {
         c.add_rows("like", kQuarter, 1);
         store(c, 1);
         c.add_rows_of_user("bob", kNobodyKnows, kDay, 1);
         c.add_stored_of_user("bob", kDay, {1, 0});
         c.add_stored_of_user("ann", kDay, {0, 1});
     },
     {},
     {{{"ann", kDay}, {0, -1}}}},
    {"a message that is gone, whose like was its sender's own",
     [](Comparison& c) {
         c.add_rows("like", kQuarter, 1);
         store(c, 1);
         c.add_rows_of_user("ann", kNobodyKnows, kDay, 1);
     },
     {},
     {}},
    {"a message that is gone, with a like that waits",
     [](Comparison& c) {
         c.add_rows("like", kQuarter, 1);
         store(c, 0);
         c.add_rows_of_user("bob", kNobodyKnows, kDay, 1);
         c.add_pending(entry({liked("bob")}), kNobodyKnows);
     },
     {},
     {}},
    {"more taken off a sender than the messages that are gone explain",
     [](Comparison& c) {
         store(c, 0);
         c.add_rows_of_user("bob", kNobodyKnows, kDay, 1);
         c.add_stored_of_user("bob", kDay, {1, 0});
         c.add_stored_of_user("ann", kDay, {0, 2});
     },
     {},
     {{{"ann", kDay}, {0, -2}}},
     1},
    {"more given than there is, a message that is gone included",
     [](Comparison& c) {
         store(c, 0);
         c.add_rows_of_user("bob", kNobodyKnows, kDay, 1);
         c.add_stored_of_user("bob", kDay, {3, 0});
     },
     {},
     {{{"bob", kDay}, {-2, 0}}},
     1},
    // What is folded.
    {"quarters and days before the first that is kept, which are one",
     [](Comparison& c) {
         c.add_rows("like", kQuarter - 1, 1);
         c.add_rows("like", kQuarter - 200, 1);
         c.add_rows("like", kQuarter, 1);
         store(c, 1, 0);
         store(c, 1, kQuarter - 300);
         store(c, 1);
         c.add_rows_of_user("bob", kAnn, kDay - 1, 3);
         c.add_rows_of_user("bob", kAnn, kDay, 1);
         c.add_stored_of_user("bob", 0, {1, 0});
         c.add_stored_of_user("bob", kDay - 7, {2, 0});
         c.add_stored_of_user("bob", kDay, {1, 0});
         c.add_stored_of_user("ann", 0, {0, 3});
         c.add_stored_of_user("ann", kDay, {0, 1});
     },
     {},
     {},
     0,
     {kMidnight, kMidnight, kMidnight - std::chrono::days{100}}},
    {"a change of the time before, which waits",
     [](Comparison& c) {
         store(c, 1, 0);
         c.add_stored_of_user("bob", 0, {1, 0});
         c.add_stored_of_user("ann", 0, {0, 1});
         c.add_pending(entry({unliked("bob")}), kAnn);
     },
     {},
     {},
     0,
     {kMidnight + 15min, kMidnight + std::chrono::days{1}, kMidnight - std::chrono::days{100}}},
    {"a difference of the time before, which is added there",
     [](Comparison& c) {
         c.add_rows("like", kQuarter - 1, 2);
         store(c, 1, kQuarter - 5);
     },
     {{{"*", 0}, 1}, {{"like", 0}, 1}},
     {},
     2,
     {kMidnight, kMidnight, kMidnight - std::chrono::days{100}}},
    // What was given before anybody counted.
    {"reactions of before counting began, in a chat that has been counted since",
     [](Comparison& c) {
         c.add_rows("like", kQuarter - 1, 1);
         c.add_rows("like", kQuarter, 2);
         c.add_rows("like", kQuarter + 1, 1);
         store(c, -1, kQuarter - 1);
         store(c, 1);
         store(c, 1, kQuarter + 1);
         c.add_rows_of_user("bob", kAnn, kDay, 1);
     },
     {{{"*", kQuarter - 1}, 2}, {{"like", kQuarter - 1}, 2}, {{"*", kQuarter}, 1}, {{"like", kQuarter}, 1}},
     {{{"bob", kDay}, {1, 0}}, {{"ann", kDay}, {0, 1}}},
     0,
     {{}, {}, kMidnight + 1s}},
    {"more counted than there are, of before counting began",
     [](Comparison& c) { store(c, 1, kQuarter - 1); },
     {{{"*", kQuarter - 1}, -1}, {{"like", kQuarter - 1}, -1}},
     {},
     2,
     {{}, {}, kMidnight}},
    {"a folded difference of before counting began",
     [](Comparison& c) {
         c.add_rows("like", kQuarter - 1, 1);
         store(c, 0);
     },
     {{{"*", 0}, 1}, {{"like", 0}, 1}},
     {},
     0,
     {kMidnight, kMidnight, kMidnight}},
    {"a chat of which something is stored though nobody counts",
     [](Comparison& c) {
         c.add_rows("like", kQuarter, 1);
         store(c, 0);
     },
     {{{"*", kQuarter}, 1}, {{"like", kQuarter}, 1}},
     {},
     0,
     {}},
};

BOOST_AUTO_TEST_SUITE(comparison)

BOOST_AUTO_TEST_CASE(what_the_rows_say_is_what_is_stored_and_what_waits_or_it_differs_by_the_rest) {
    for (const auto& test : kCases) {
        BOOST_TEST_CONTEXT(test.what) {
            Comparison comparison{test.moments};
            test.add(comparison);
            const auto found = comparison.differences();
            BOOST_TEST(found.quarters == test.quarters);
            BOOST_TEST(found.users == test.users);
            BOOST_TEST(found.drifted == test.drifted);
            BOOST_TEST(found.empty() == (test.quarters.empty() && test.users.empty()));
        }
    }
}

// What is added is added to what is stored; then the next comparison finds nothing.
BOOST_AUTO_TEST_CASE(a_difference_that_was_added_is_none_any_more) {
    for (const auto& test : kCases) {
        BOOST_TEST_CONTEXT(test.what) {
            Comparison comparison{test.moments};
            test.add(comparison);
            const auto found = comparison.differences();
            for (const auto& [key, sum] : found.quarters) comparison.add_stored(key.first, key.second, sum);
            for (const auto& [key, sum] : found.users) comparison.add_stored_of_user(key.first, key.second, sum);
            BOOST_TEST(comparison.differences().empty());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace comparison_test
}  // namespace likes::analytics
