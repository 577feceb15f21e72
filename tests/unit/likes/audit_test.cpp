#include "likes/audit.hpp"

#include <algorithm>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes::audit_test {

using namespace std::chrono_literals;
using namespace likes::test;

const Time kNewest{1'759'485'600s};

/// What the rows say when `count` people like it.
Evidence evidence_of(std::size_t count) {
    Evidence evidence;
    evidence.total = static_cast<std::uint32_t>(count);
    evidence.newest_version = count;
    if (count > 0) evidence.newest_at = kNewest;
    evidence.newest = crowd(count);
    return evidence;
}

/// A summary that says the same, and holds the newest `recent` of them.
Summary summary_of(std::size_t count, std::size_t recent) {
    Summary summary;
    summary.total = static_cast<std::uint32_t>(count);
    summary.version = count + 3;
    if (count > 0) summary.last_reacted_at = kNewest;
    const auto all = crowd(count);
    summary.recent.assign(all.end() - static_cast<std::ptrdiff_t>(recent), all.end());
    return summary;
}

BOOST_AUTO_TEST_SUITE(audit)

BOOST_AUTO_TEST_CASE(a_summary_that_says_what_the_rows_say_has_not_drifted) {
    BOOST_TEST(!has_drifted({}, {}));
    BOOST_TEST(!has_drifted(summary_of(5, 5), evidence_of(5)));
    BOOST_TEST(!has_drifted(summary_of(300, 126), evidence_of(300)));
    // Taking likes back leaves fewer than the recent_limit, down to the least that may be configured.
    BOOST_TEST(!has_drifted(summary_of(300, RecentLikersLimit::kLikedByMin), evidence_of(300)));
    // The newest like was taken back: neither the version nor the time goes back.
    auto summary = summary_of(5, 5);
    summary.version = 100;
    summary.last_reacted_at = kNewest + 1h;
    BOOST_TEST(!has_drifted(summary, evidence_of(5)));
}

BOOST_AUTO_TEST_CASE(whatever_contradicts_the_rows_is_drift) {
    const auto drifted = [](auto change) {
        auto summary = summary_of(300, 126);
        change(summary);
        return has_drifted(summary, evidence_of(300));
    };
    BOOST_TEST(!drifted([](Summary&) {}));
    BOOST_TEST(drifted([](Summary& s) { ++s.total; }));
    BOOST_TEST(drifted([](Summary& s) { --s.total; }));
    BOOST_TEST(drifted([](Summary& s) { s.version = 299; }));
    BOOST_TEST(drifted([](Summary& s) { s.last_reacted_at = kNewest - 1us; }));
    BOOST_TEST(drifted([](Summary& s) { s.last_reacted_at.reset(); }));
    BOOST_TEST(drifted([](Summary& s) { s.recent.clear(); }));
    BOOST_TEST(drifted([](Summary& s) { s.recent.pop_back(); }));
    BOOST_TEST(drifted([](Summary& s) { s.recent.back().user = user("somebody"); }));
    BOOST_TEST(drifted([](Summary& s) { s.recent.back().version += 1; }));
    BOOST_TEST(drifted([](Summary& s) { s.recent.back().since += 1s; }));
    BOOST_TEST(drifted([](Summary& s) { std::swap(s.recent[0], s.recent[1]); }));
    BOOST_TEST(drifted([](Summary& s) { s.recent.erase(s.recent.begin() + 5); }));
    BOOST_TEST(drifted([](Summary& s) { s.recent.erase(s.recent.begin(), s.recent.end() - 9); }));
    BOOST_TEST(has_drifted(summary_of(0, 0), evidence_of(1)));
    BOOST_TEST(has_drifted(summary_of(1, 1), evidence_of(0)));
}

BOOST_AUTO_TEST_CASE(a_repaired_summary_agrees_and_is_newer_than_both) {
    for (const std::size_t claimed : {0U, 4U, 5U, 6U, 300U}) {
        for (const std::size_t there : {0U, 1U, 5U, 126U, 127U, 300U}) {
            BOOST_TEST_INFO_SCOPE(claimed << " claimed, " << there << " there");
            const auto evidence = evidence_of(there);
            const auto before = summary_of(claimed, std::min<std::size_t>(claimed, 126));
            const auto after = repair(before, evidence, RecentLikersLimit{100}).summary;
            BOOST_TEST(!has_drifted(after, evidence));
            BOOST_TEST(after.version > before.version);
            BOOST_TEST(after.version > evidence.newest_version);
            BOOST_TEST(after.recent.size() == std::min<std::size_t>(there, RecentLikersLimit{100}.kept()));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_repair_moves_no_time_back_and_forgets_nothing_unpublished) {
    auto summary = summary_of(5, 5);
    summary.total = 7;
    summary.last_reacted_at = kNewest + 1h;
    summary.next_event_at = kNewest + 2h;
    summary.unpublished = {{uuid(1), {liked("user5")}}};
    const auto after = repair(summary, evidence_of(5), RecentLikersLimit{100}).summary;
    BOOST_TEST((after.last_reacted_at == summary.last_reacted_at));
    BOOST_TEST((after.next_event_at == summary.next_event_at));
    BOOST_TEST((after.unpublished == summary.unpublished));
}

BOOST_AUTO_TEST_CASE(a_repair_has_an_event_of_those_whom_the_summary_named_wrongly) {
    auto summary = summary_of(3, 3);
    summary.recent = {liker("user1", 1), liker("ghost", 2), liker("user3", 3)};
    auto evidence = evidence_of(3);
    evidence.gone = users({"ghost"});
    BOOST_TEST((repair(summary, evidence, RecentLikersLimit{100}).changes ==
                std::vector<Change>{unliked("ghost"), liked("user2")}));
    // Only the count was wrong: nobody did anything.
    summary = summary_of(3, 3);
    summary.total = 8;
    BOOST_TEST(repair(summary, evidence_of(3), RecentLikersLimit{100}).changes.empty());
    // Those before the oldest that it names it need not have named.
    summary = summary_of(300, 10);
    summary.total = 8;
    BOOST_TEST(repair(summary, evidence_of(300), RecentLikersLimit{100}).changes.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::audit_test
