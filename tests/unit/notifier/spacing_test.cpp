#include "background/notifier/spacing.hpp"

#include <chrono>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes::background::spacing_test {

using namespace std::chrono_literals;
using likes::test::user;
using likes::test::uuid;

constexpr SteadyTime kStart{1h};
const Spacing::Key kNotice{user("alice"), uuid(1)};

BOOST_AUTO_TEST_SUITE(spacing)

BOOST_AUTO_TEST_CASE(the_first_event_waits_for_nothing_and_the_next_until_two_seconds_are_over) {
    Spacing spacing;
    BOOST_TEST((spacing.wait(kNotice, kStart) == 0ms));
    spacing.sent(kNotice, 7, kStart);
    BOOST_TEST((spacing.wait(kNotice, kStart) == 2000ms));
    BOOST_TEST((spacing.wait(kNotice, kStart + 500ms + 1ns) == 1500ms));
    BOOST_TEST((spacing.wait(kNotice, kStart + 2s) == 0ms));
    BOOST_TEST((spacing.wait(kNotice, kStart + 1h) == 0ms));
}

BOOST_AUTO_TEST_CASE(each_notice_of_each_recipient_has_a_spacing_of_its_own) {
    Spacing spacing;
    spacing.sent(kNotice, 7, kStart);
    for (const auto& other : {Spacing::Key{user("alice"), uuid(2)}, Spacing::Key{user("bob"), uuid(1)},
                              Spacing::Key{user("alice"), Uuid{}}}) {
        BOOST_TEST((spacing.wait(other, kStart) == 0ms));
        BOOST_TEST(!spacing.last_sequence(other).has_value());
    }
}

BOOST_AUTO_TEST_CASE(the_last_sequence_is_known_longer_than_an_event_can_be_held_back) {
    Spacing spacing;
    spacing.sent(kNotice, 7, kStart);
    spacing.forget(kStart + 5s);
    BOOST_TEST((spacing.last_sequence(kNotice) == 7U));
    spacing.sent(kNotice, 9, kStart + 5s);
    BOOST_TEST((spacing.last_sequence(kNotice) == 9U));
    spacing.forget(kStart + 10s);
    BOOST_TEST((spacing.last_sequence(kNotice) == 9U));
    spacing.forget(kStart + 15s);
    BOOST_TEST(!spacing.last_sequence(kNotice).has_value());
}

BOOST_AUTO_TEST_CASE(nothing_is_left_of_what_was_sent_long_ago) {
    Spacing spacing;
    for (unsigned char i = 0; i < 100; ++i) spacing.sent({user("alice"), uuid(i)}, i, kStart);
    BOOST_TEST(spacing.size() == 100U);
    spacing.forget(kStart + Spacing::kMemory - 1ns);
    BOOST_TEST(spacing.size() == 100U);
    spacing.forget(kStart + Spacing::kMemory);
    BOOST_TEST(spacing.size() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::background::spacing_test
