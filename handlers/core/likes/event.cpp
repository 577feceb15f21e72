#include "likes/event.hpp"

#include <iterator>
#include <utility>

namespace likes {

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

std::optional<std::vector<ChangeBatch>> take_turn(Summary& summary, Time now, std::chrono::microseconds interval) {
    if (summary.unpublished.empty()) return std::nullopt;
    if (now < summary.next_event_at && summary.next_event_at <= now + interval + kClocksDiffer) return std::nullopt;
    summary.next_event_at = now + interval;
    return std::exchange(summary.unpublished, {});
}

}  // namespace likes
