#include "notices/reading.hpp"

#include <chrono>
#include <cstdint>
#include <limits>

#include <boost/test/unit_test.hpp>

#include "notices/notice.hpp"

namespace likes::notices::reading_test {

constexpr Time kRaisedAt{std::chrono::seconds{1'759'485'600}};
constexpr Time kNow = kRaisedAt + std::chrono::minutes{5};
constexpr std::uint64_t kNext = 9;

/// Raised under 7, and changed since.
Notice unread_notice() {
    Notice notice;
    notice.sequence = 8;
    notice.changed_at = kRaisedAt;
    notice.raised_sequence = 7;
    notice.raised_at = kRaisedAt;
    notice.new_since_read = 3;
    notice.standing.actors = 4;
    return notice;
}

BOOST_AUTO_TEST_SUITE(reading)

BOOST_AUTO_TEST_CASE(a_notice_that_is_read_changes_nothing_but_that) {
    auto expected = unread_notice();
    expected.is_read = true;
    expected.new_since_read = 0;
    expected.sequence = kNext;
    expected.changed_at = kNow;
    const auto read = after_reading(unread_notice(), kNext, kNow);
    BOOST_REQUIRE(read.has_value());
    BOOST_TEST((*read == expected));
    BOOST_TEST(!is_unread(*read, 0));
}

BOOST_AUTO_TEST_CASE(a_notice_is_read_once) {
    const auto read = after_reading(unread_notice(), kNext, kNow);
    BOOST_TEST(!after_reading(read.value(), kNext + 1, kNow).has_value());
}

BOOST_AUTO_TEST_CASE(a_notice_that_is_dismissed_is_put_away_and_read) {
    const auto dismissed = after_dismissal(unread_notice(), kNext, kNow);
    BOOST_REQUIRE(dismissed.has_value());
    BOOST_TEST((dismissed->state == State::kPutAway));
    BOOST_TEST(dismissed->is_read);
    BOOST_TEST(dismissed->new_since_read == 0U);
    BOOST_TEST(dismissed->sequence == kNext);
    BOOST_TEST((dismissed->changed_at == kNow));
    BOOST_TEST(dismissed->raised_sequence == 7U);
    BOOST_TEST(!is_unread(*dismissed, 0));
}

BOOST_AUTO_TEST_CASE(a_notice_that_is_read_can_be_dismissed_once) {
    const auto read = after_reading(unread_notice(), kNext, kNow);
    const auto dismissed = after_dismissal(read.value(), kNext + 1, kNow);
    BOOST_REQUIRE(dismissed.has_value());
    BOOST_TEST(dismissed->sequence == kNext + 1);
    BOOST_TEST(!after_dismissal(*dismissed, kNext + 2, kNow).has_value());
}

BOOST_AUTO_TEST_CASE(seen_goes_on_to_what_is_said_never_back_and_never_beyond_the_newest) {
    BOOST_TEST(seen_after(3, 5, 8) == 5U);
    BOOST_TEST(seen_after(3, 3, 8) == 3U);
    BOOST_TEST(seen_after(3, 2, 8) == 3U);
    BOOST_TEST(seen_after(3, 0, 8) == 3U);
    BOOST_TEST(seen_after(3, 8, 8) == 8U);
    BOOST_TEST(seen_after(3, std::numeric_limits<std::uint64_t>::max(), 8) == 8U);
    // As after a restore of an older state.
    BOOST_TEST(seen_after(9, 9, 8) == 9U);
}

BOOST_AUTO_TEST_CASE(what_was_raised_after_what_is_seen_is_unread) {
    BOOST_TEST(is_unread(unread_notice(), 6));
    BOOST_TEST(!is_unread(unread_notice(), 7));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::notices::reading_test
