#include "likes/event.hpp"

#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes {
namespace {

using namespace std::chrono_literals;
using namespace likes::test;

BOOST_AUTO_TEST_SUITE(making_an_event)

BOOST_AUTO_TEST_CASE(it_has_each_users_last_change_of_all_batches_in_order_and_frees_all_their_rows) {
    const MessageReaction target{uuid(101), Reaction::like()};
    const Snapshot snapshot{2, 7, Time{}, users({"bob", "carol"}), false};
    const auto event = make_event(uuid(100), target, snapshot,
                                  {{uuid(1), {liked("alice"), liked("bob"), liked("dave"), unliked("dave")}},
                                   {uuid(2), {unliked("alice"), liked("carol")}}});
    BOOST_TEST((event.chat == uuid(100)));
    BOOST_TEST((event.target == target));
    BOOST_TEST((event.snapshot == snapshot));
    BOOST_TEST((event.changes == std::vector{liked("bob"), unliked("dave"), unliked("alice"), liked("carol")}));
    BOOST_TEST((event.outbox_ids == std::vector{uuid(1), uuid(2)}));
}

BOOST_AUTO_TEST_SUITE_END()

constexpr Time kNow{1'759'485'600s};
constexpr std::chrono::microseconds kInterval = 100ms;

const std::vector<ChangeBatch> kFirst{{uuid(1), {liked("alice")}}};
const std::vector<ChangeBatch> kSecond{{uuid(2), {unliked("alice"), liked("bob")}}};

Summary with(std::vector<ChangeBatch> unpublished, Time next_event_at = {}) {
    Summary summary;
    summary.next_event_at = next_event_at;
    summary.unpublished = std::move(unpublished);
    return summary;
}

BOOST_AUTO_TEST_SUITE(turn_of_an_event)

BOOST_AUTO_TEST_CASE(the_first_change_is_published_at_once) {
    auto summary = with(kFirst);
    BOOST_TEST((take_turn(summary, kNow, kInterval) == kFirst));
    BOOST_TEST(summary.unpublished.empty());
    BOOST_TEST((summary.next_event_at == kNow + kInterval));
}

BOOST_AUTO_TEST_CASE(the_next_one_waits_for_the_end_of_the_interval_and_nothing_of_it_is_lost) {
    const std::vector<ChangeBatch> everything{kFirst.front(), kSecond.front()};
    auto summary = with(everything, kNow + kInterval);
    const auto before = summary;
    for (const auto now : {kNow, kNow + kInterval - 1us}) {
        BOOST_TEST(!take_turn(summary, now, kInterval).has_value());
        BOOST_TEST((summary == before));
    }
    BOOST_TEST((take_turn(summary, kNow + kInterval, kInterval) == everything));
    BOOST_TEST((summary.next_event_at == kNow + 2 * kInterval));
}

BOOST_AUTO_TEST_CASE(who_comes_second_finds_nothing_left_and_books_nothing) {
    auto summary = with(kFirst);
    take_turn(summary, kNow, kInterval);
    const auto after = summary;
    for (const auto now : {kNow, kNow + kInterval, kNow + 1h}) {
        BOOST_TEST(!take_turn(summary, now, kInterval).has_value());
        BOOST_TEST((summary == after));
    }
}

BOOST_AUTO_TEST_CASE(silence_saves_up_no_turns) {
    auto summary = with(kFirst, kNow - 1h);
    BOOST_TEST(take_turn(summary, kNow, kInterval).has_value());
    summary.unpublished = kSecond;
    BOOST_TEST(!take_turn(summary, kNow, kInterval).has_value());
}

BOOST_AUTO_TEST_CASE(a_writer_with_a_clock_ahead_silences_nobody) {
    for (const std::chrono::microseconds interval : {kInterval, std::chrono::microseconds{1s}}) {
        auto summary = with(kFirst, kNow + interval + 1s);
        BOOST_TEST(!take_turn(summary, kNow, interval).has_value());
        summary.next_event_at = kNow + interval + 1s + 1us;
        BOOST_TEST((take_turn(summary, kNow, interval) == kFirst));
        BOOST_TEST((summary.next_event_at == kNow + interval));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes
