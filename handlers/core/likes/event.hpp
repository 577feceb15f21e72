#pragma once

#include <vector>

#include "ids/uuid.hpp"
#include "likes/like_change.hpp"
#include "likes/like_state.hpp"
#include "likes/reaction.hpp"
#include "time/time.hpp"

namespace likes {

/// What the members of a chat are told: the newest snapshot and who did what since the last one.
struct Event {
    Uuid chat;
    Subject subject;
    Snapshot snapshot;
    std::vector<Deed> deeds;
    /// The outbox rows that this event makes superfluous once the broker has it.
    std::vector<Uuid> outbox_ids;
    /// Its turn (see book_event_turn): not to be published before.
    Time publish_at{};
};

/// Makes `event` tell also what `other` tells of the same subject, in its own turn. The snapshot of the greater version
/// wins and the older deeds come first, in whatever order the two arrive.
void absorb(Event& event, Event other);

}  // namespace likes
