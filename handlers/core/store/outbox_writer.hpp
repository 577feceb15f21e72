#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "base/uuid_v7.hpp"
#include "database/batch_parameters.hpp"
#include "database/session.hpp"
#include "likes/change.hpp"
#include "likes/reaction.hpp"
#include "likes/summary.hpp"

namespace likes::store {

/// The chats of these messages. Deleted and unknown messages are left out, because no events are published about them.
std::unordered_map<Uuid, Uuid> chats_of(database::Session& session, std::span<const MessageReaction> targets);

/// Collects the rows that a transaction inserts into the outbox, for the relay to publish.
class OutboxWriter {
  public:
    /// For changes of these targets, made `now`. `random` outlives it.
    OutboxWriter(database::Session& session, std::span<const MessageReaction> targets, Time now,
                 const RandomBits& random);

    /// Adds a row for a target that has changed, or several if there are many changes, and keeps the changes for its
    /// next event in `summary`, if there is room; the caller writes the summary. Without changes, the event will only
    /// have the current state. False, and nothing is added, if no event is published about the message.
    bool add(const MessageReaction& target, const std::vector<Change>& changes, Summary& summary);

    /// Writes the rows.
    void write();

  private:
    database::Session& session_;
    std::unordered_map<Uuid, Uuid> chats_;
    Time now_;
    const RandomBits& random_;
    database::BatchParameters rows_;
};

}  // namespace likes::store
