#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "likes/change.hpp"
#include "likes/reaction.hpp"
#include "likes/reaction_change.hpp"
#include "likes/reaction_state.hpp"
#include "likes/summary.hpp"

namespace likes {

/// By how much the clocks of two machines may differ (tests/RELIABILITY.md).
inline constexpr std::chrono::seconds kClocksDiffer{1};

/// An event that the broker has acknowledged. Its rows may be deleted from the outbox.
struct PublishedEvent {
    Uuid chat;
    Uuid message;
    std::vector<Uuid> outbox_ids;
};

/// What the members of a chat receive: the newest snapshot, and the changes since the last event. If a user changed
/// their mind in between, only the last change is named: the event of a busy message names each user once, so the size
/// of the chat bounds its size.
struct Event {
    Uuid chat;
    MessageReaction target;
    Snapshot snapshot;
    std::vector<Change> changes;
    /// The outbox rows that are superfluous once the broker has acknowledged this event.
    std::vector<Uuid> outbox_ids;
    /// Of the request that caused the event, or of the first one if there were several; empty in an event of the relay.
    Trace trace = {};
};

/// Makes the event that publishes `batches`, which no earlier event has published.
Event make_event(const Uuid& chat, const MessageReaction& target, Snapshot snapshot, std::vector<ChangeBatch> batches);

/// A target with unpublished changes, whose next event is not due yet.
struct PendingEvent {
    Uuid chat;
    MessageReaction target;
    Time due;
    /// Of the request that made a change before the event was due.
    Trace trace = {};
};

/// Takes the unpublished changes out of the summary if there are any and an event is due, and sets the time when the
/// next one is due. The first change after a pause is published at once; from then on events keep `interval` between
/// them, and each one has all changes since the one before. This is done under the row lock, so it holds for any number
/// of processes: no change is published twice or left out, and versions are published in their order. A due time
/// further ahead than the interval and kClocksDiffer is ignored: a clock was set back, or was wrong, which must not
/// silence a message.
std::optional<std::vector<ChangeBatch>> take_turn(Summary& summary, Time now, std::chrono::microseconds interval);

}  // namespace likes
