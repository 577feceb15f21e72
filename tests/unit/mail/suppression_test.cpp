#include "mail/suppression.hpp"

#include <chrono>

#include <boost/test/unit_test.hpp>

namespace likes::mail::suppression_test {
namespace {

using std::chrono::days;

constexpr Time kBegin = std::chrono::sys_days{std::chrono::year{2026} / 11 / 1};
/// Before anything came back.
constexpr Time kVerified = kBegin - days{100};

BOOST_AUTO_TEST_SUITE(suppression)

BOOST_AUTO_TEST_CASE(one_hard_bounce_suppresses_for_good) {
    const auto hard = after_bounce(std::nullopt, Bounce::kHard, kBegin);
    BOOST_TEST(is_suppressed(hard, kVerified, kBegin));
    BOOST_TEST(is_suppressed(hard, kVerified, kBegin + days{3650}));
    BOOST_TEST((after_bounce(hard, Bounce::kSoft, kBegin + days{1}).bounce == Bounce::kHard));
}

BOOST_AUTO_TEST_CASE(three_soft_bounces_within_a_week_suppress_for_thirty_days) {
    auto soft = after_bounce(std::nullopt, Bounce::kSoft, kBegin);
    BOOST_TEST(!is_suppressed(soft, kVerified, kBegin));
    soft = after_bounce(soft, Bounce::kSoft, kBegin + days{3});
    BOOST_TEST(!is_suppressed(soft, kVerified, kBegin + days{3}));
    const auto third = kBegin + days{7} - std::chrono::seconds{1};
    soft = after_bounce(soft, Bounce::kSoft, third);
    BOOST_TEST(is_suppressed(soft, kVerified, third));
    BOOST_TEST(is_suppressed(soft, kVerified, third + days{30} - std::chrono::seconds{1}));
    BOOST_TEST(!is_suppressed(soft, kVerified, third + days{30}));
    // Then it is counted anew.
    soft = after_bounce(soft, Bounce::kSoft, third + days{30});
    BOOST_TEST(soft.soft_bounces == 1U);
    BOOST_TEST(!is_suppressed(soft, kVerified, third + days{30}));
}

BOOST_AUTO_TEST_CASE(what_came_back_a_week_ago_counts_no_more) {
    auto soft = after_bounce(std::nullopt, Bounce::kSoft, kBegin);
    soft = after_bounce(soft, Bounce::kSoft, kBegin + days{1});
    soft = after_bounce(soft, Bounce::kSoft, kBegin + days{7});
    BOOST_TEST(soft.soft_bounces == 1U);
    BOOST_TEST(!is_suppressed(soft, kVerified, kBegin + days{7}));
}

BOOST_AUTO_TEST_CASE(an_address_that_was_proved_anew_is_as_good_as_a_new_one) {
    const auto hard = after_bounce(std::nullopt, Bounce::kHard, kBegin);
    BOOST_TEST(!is_suppressed(hard, kBegin + days{1}, kBegin + days{2}));
    BOOST_TEST(is_suppressed(after_bounce(hard, Bounce::kHard, kBegin + days{3}), kBegin + days{1}, kBegin + days{3}));
}

BOOST_AUTO_TEST_CASE(an_address_of_which_nothing_is_known_is_not_suppressed) {
    BOOST_TEST(!is_suppressed(std::nullopt, kVerified, kBegin));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::mail::suppression_test
