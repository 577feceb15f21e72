#include "likes/event.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

namespace likes {
namespace {

std::size_t count(const std::vector<ChangeBatch>& batches) {
    std::size_t changes = 0;
    for (const auto& batch : batches) changes += batch.list.size();
    return changes;
}

/// Another batch may follow these changes in the same event.
bool has_room_for_a_batch(std::size_t changes) {
    return changes + kBatchChangesMax <= kEventChangesMax;
}

}  // namespace

Event make_event(const Uuid& chat, const MessageReaction& target, Snapshot snapshot, std::vector<ChangeBatch> batches) {
    std::vector<Uuid> outbox_ids;
    std::vector<Change> changes;
    for (auto& batch : batches) {
        outbox_ids.push_back(batch.outbox_id);
        changes.insert(changes.end(), std::make_move_iterator(batch.list.begin()),
                       std::make_move_iterator(batch.list.end()));
    }
    return {chat, target, std::move(snapshot), last_of_each_user(changes), std::move(outbox_ids)};
}

std::vector<Event> make_events(const Uuid& chat, const MessageReaction& target, std::vector<ChangeBatch> batches) {
    std::vector<Event> events;
    std::unordered_set<UserId> named;
    const auto begin_event = [&] {
        events.push_back({chat, target, {}, {}, {}});
        named.clear();
    };
    for (auto& batch : batches) {
        std::unordered_set<UserId> added;
        for (const auto& change : batch.list) {
            if (!named.contains(change.user)) added.insert(change.user);
        }
        if (events.empty() || (!named.empty() && named.size() + added.size() > kEventChangesMax)) begin_event();
        for (auto& change : batch.list) {
            if (named.size() == kEventChangesMax && !named.contains(change.user)) begin_event();
            named.insert(change.user);
            events.back().changes.push_back(std::move(change));
        }
        events.back().outbox_ids.push_back(batch.outbox_id);
    }
    for (auto& event : events) event.changes = last_of_each_user(event.changes);
    return events;
}

void keep_for_next_event(Summary& summary, ChangeBatch batch) {
    if (!has_room_for_a_batch(count(summary.unpublished) + batch.list.size())) return;
    summary.unpublished.push_back(std::move(batch));
}

std::optional<std::vector<ChangeBatch>> take_turn(Summary& summary, Time now, std::chrono::microseconds interval) {
    if (summary.unpublished.empty()) return std::nullopt;
    const bool can_wait = has_room_for_a_batch(count(summary.unpublished));
    if (can_wait && now < summary.next_event_at && summary.next_event_at <= now + interval + kClocksDiffer)
        return std::nullopt;
    summary.next_event_at = now + interval;
    return std::exchange(summary.unpublished, {});
}

}  // namespace likes
