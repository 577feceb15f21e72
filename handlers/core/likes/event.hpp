#pragma once

#include <chrono>
#include <cstddef>
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

/// An event that the broker has acknowledged. The entries of its target may be taken out of these rows of the outbox.
struct PublishedEvent {
    Uuid chat;
    MessageReaction target;
    std::vector<Uuid> outbox_ids;
};

/// The most changes that an event names. With ids of 128 characters and 500 likers beside them, its JSON still is well
/// below the broker's max_packet_size, beyond which it would be refused for ever.
inline constexpr std::size_t kEventChangesMax = 1000;

/// The most changes that one batch makes to one target, and one entry of the outbox has: the upper bound of the option
/// batch-max.
inline constexpr std::size_t kBatchChangesMax = 256;

/// What the members of a chat receive: the newest snapshot, and the changes since the last event, at most
/// kEventChangesMax. If a user changed their mind in between, only the last change is named.
struct Event {
    Uuid chat;
    MessageReaction target;
    Snapshot snapshot;
    std::vector<Change> changes;
    /// The rows of the outbox whose entries of this target are superfluous once the broker has acknowledged this event.
    std::vector<Uuid> outbox_ids;
    /// Of the request that caused the event, or of the first one if there were several; empty in an event of the relay.
    Trace trace = {};
};

/// Makes the event that publishes `batches`, which no earlier event has published.
Event make_event(const Uuid& chat, const MessageReaction& target, Snapshot snapshot, std::vector<ChangeBatch> batches);

/// Makes the events that publish `batches`, still without snapshots: as many as it takes so that none names more than
/// kEventChangesMax users. The rows of the outbox are shared out among them. A batch that is too long for one event is
/// settled with its last part.
std::vector<Event> make_events(const Uuid& chat, const MessageReaction& target, std::vector<ChangeBatch> batches);

/// Adds the batch to the unpublished changes for the target's next event, for a writer that takes no turn. If there is
/// no room for it, its row in the outbox is left to the relay.
void keep_for_next_event(Summary& summary, ChangeBatch batch);

/// A target with unpublished changes, whose next event is not due yet.
struct PendingEvent {
    /// In which the message was then.
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
/// silence a message. If there would be no room for another batch, the turn is taken early, so that no event names more
/// than kEventChangesMax changes.
std::optional<std::vector<ChangeBatch>> take_turn(Summary& summary, Time now, std::chrono::microseconds interval);

}  // namespace likes
