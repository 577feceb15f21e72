#include "likes/event.hpp"

#include <cstddef>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes::event_test {

using namespace std::chrono_literals;
using namespace likes::test;

/// A batch of as many changes, each by another user.
ChangeBatch batch_of(unsigned char id, std::size_t first, std::size_t changes) {
    ChangeBatch batch{uuid(id), {}};
    for (std::size_t i = 0; i < changes; ++i) batch.list.push_back(liked("user" + std::to_string(first + i)));
    return batch;
}

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

BOOST_AUTO_TEST_CASE(many_batches_are_shared_out_among_events_of_a_bounded_number_of_changes) {
    const MessageReaction target{uuid(101), Reaction::like()};
    std::vector<ChangeBatch> batches;
    for (unsigned char id = 1; id <= 20; ++id) batches.push_back(batch_of(id, 250U * id, 250));
    // Names nobody; its row is settled all the same.
    batches.push_back({uuid(21), {}});
    const auto events = make_events(uuid(100), target, batches);
    BOOST_TEST(events.size() == 5U);
    std::vector<Uuid> rows;
    std::size_t named = 0;
    for (const auto& event : events) {
        BOOST_TEST(event.changes.size() == kEventChangesMax);
        named += event.changes.size();
        rows.insert(rows.end(), event.outbox_ids.begin(), event.outbox_ids.end());
    }
    BOOST_TEST(named == 5000U);
    BOOST_TEST(rows.size() == 21U);
    BOOST_TEST((rows.front() == uuid(1)));
    BOOST_TEST((rows.back() == uuid(21)));
}

BOOST_AUTO_TEST_CASE(who_toggles_again_and_again_takes_the_place_of_one) {
    std::vector<ChangeBatch> batches;
    for (unsigned char id = 1; id <= 20; ++id) batches.push_back(batch_of(id, 0, 250));
    const auto events = make_events(uuid(100), {uuid(101), Reaction::like()}, batches);
    BOOST_REQUIRE(events.size() == 1U);
    BOOST_TEST(events[0].changes.size() == 250U);
    BOOST_TEST(events[0].outbox_ids.size() == 20U);
}

BOOST_AUTO_TEST_CASE(a_batch_that_is_too_long_for_one_event_is_settled_with_its_last_part) {
    const auto events =
        make_events(uuid(100), {uuid(101), Reaction::like()},
                    {batch_of(1, 0, 10), batch_of(2, 100, 2 * kEventChangesMax), batch_of(3, 5000, 10)});
    BOOST_REQUIRE(events.size() == 4U);
    for (const auto& event : events) BOOST_TEST(event.changes.size() <= kEventChangesMax);
    BOOST_TEST((events[0].outbox_ids == std::vector{uuid(1)}));
    BOOST_TEST(events[1].outbox_ids.empty());
    BOOST_TEST((events[2].outbox_ids == std::vector{uuid(2)}));
    BOOST_TEST((events[3].outbox_ids == std::vector{uuid(3)}));
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

BOOST_AUTO_TEST_CASE(the_turn_is_taken_early_when_another_batch_would_make_the_event_too_long) {
    auto summary = with({}, kNow + kInterval);
    std::size_t published = 0;
    for (unsigned char id = 1; id <= 30; ++id) {
        summary.unpublished.push_back(batch_of(id, id * kBatchChangesMax, kBatchChangesMax));
        const auto batches = take_turn(summary, kNow, kInterval);
        if (!batches) continue;
        const auto event = make_event(uuid(100), {uuid(101), Reaction::like()}, {}, *batches);
        BOOST_TEST(event.changes.size() <= kEventChangesMax);
        BOOST_TEST(event.changes.size() > kEventChangesMax / 2);
        published += event.changes.size();
    }
    std::size_t waiting = 0;
    for (const auto& batch : summary.unpublished) waiting += batch.list.size();
    BOOST_TEST(published + waiting == 30 * kBatchChangesMax);
}

BOOST_AUTO_TEST_CASE(who_takes_no_turn_leaves_room_for_a_batch) {
    auto summary = with({});
    for (unsigned char id = 1; id <= 30; ++id) keep_for_next_event(summary, batch_of(id, 0, 100));
    std::size_t kept = 0;
    for (const auto& batch : summary.unpublished) kept += batch.list.size();
    BOOST_TEST(kept + kBatchChangesMax <= kEventChangesMax);
    BOOST_TEST(kept + kBatchChangesMax + 100 > kEventChangesMax);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::event_test
