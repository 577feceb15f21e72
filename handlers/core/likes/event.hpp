#pragma once

#include <vector>

#include "ids/uuid.hpp"
#include "likes/deed.hpp"
#include "likes/like_state.hpp"
#include "likes/reaction.hpp"
#include "likes/trace.hpp"

namespace likes {

/// What the members of a chat are told: the newest snapshot, and who did what since the last one. Who changed their
/// mind in between did only the last: an event of a hot message names each user once, so its size is bounded by the
/// chat's.
struct Event {
    Uuid chat;
    Subject subject;
    Snapshot snapshot;
    std::vector<Deed> deeds;
    /// The outbox rows that this event makes superfluous once the broker has it.
    std::vector<Uuid> outbox_ids;
    /// Of the request that brought it about, or the first if there were several; empty in what the relay tells.
    Trace trace = {};
};

/// The event that tells of `batches`, which are those that no event before has told of.
Event make_event(const Uuid& chat, const Subject& subject, Snapshot snapshot, std::vector<Deeds> batches);

}  // namespace likes
