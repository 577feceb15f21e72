#include <vector>

#include <boost/test/unit_test.hpp>

#include "likes/apply.hpp"

namespace likes {
namespace {

using namespace std::chrono_literals;

constexpr Time kNow{1'759'485'600s};
constexpr std::chrono::microseconds kInterval = 100ms;

BOOST_AUTO_TEST_SUITE(turn_of_an_event)

BOOST_AUTO_TEST_CASE(the_first_event_goes_out_at_once) {
    Summary summary;
    BOOST_TEST((book_event_turn(summary, kNow, kInterval) == kNow));
    BOOST_TEST((summary.next_event_at == kNow + kInterval));
}

BOOST_AUTO_TEST_CASE(the_next_one_waits_for_the_end_of_the_interval) {
    Summary summary;
    book_event_turn(summary, kNow, kInterval);
    BOOST_TEST((book_event_turn(summary, kNow + 1us, kInterval) == kNow + 100ms));
    BOOST_TEST((book_event_turn(summary, kNow + 2us, kInterval) == kNow + 200ms));
    BOOST_TEST((summary.next_event_at == kNow + 300ms));
}

BOOST_AUTO_TEST_CASE(at_the_end_of_the_interval_it_goes_out_at_once) {
    Summary summary;
    book_event_turn(summary, kNow, kInterval);
    BOOST_TEST((book_event_turn(summary, kNow + kInterval, kInterval) == kNow + kInterval));
    BOOST_TEST((summary.next_event_at == kNow + 2 * kInterval));
}

BOOST_AUTO_TEST_CASE(silence_saves_up_no_turns) {
    Summary summary;
    book_event_turn(summary, kNow, kInterval);
    const Time later = kNow + 1h;
    BOOST_TEST((book_event_turn(summary, later, kInterval) == later));
    BOOST_TEST((book_event_turn(summary, later, kInterval) == later + kInterval));
}

BOOST_AUTO_TEST_CASE(no_event_waits_longer_than_a_second) {
    Summary summary;
    for (int i = 0; i < 100; ++i) {
        const Time turn = book_event_turn(summary, kNow, kInterval);
        BOOST_TEST_CONTEXT("booking " << i) {
            BOOST_TEST((turn == kNow + std::min<std::chrono::microseconds>(i * kInterval, 1s)));
            BOOST_TEST((summary.next_event_at == turn + kInterval));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_writer_with_a_clock_ahead_silences_nobody) {
    Summary summary;
    book_event_turn(summary, kNow + 8760h, kInterval);
    BOOST_TEST((book_event_turn(summary, kNow, kInterval) == kNow + 1s));
    BOOST_TEST((summary.next_event_at == kNow + 1s + kInterval));
}

BOOST_AUTO_TEST_CASE(booking_touches_nothing_else_of_the_summary) {
    const Summary before{3, 7, kNow - 1s, {}, {}};
    Summary after = before;
    book_event_turn(after, kNow, kInterval);
    after.next_event_at = before.next_event_at;
    BOOST_TEST((after == before));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes
