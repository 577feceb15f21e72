#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "base/uuid_v7.hpp"
#include "database/literal_rows.hpp"
#include "database/session.hpp"
#include "likes/outbox_entry.hpp"
#include "likes/reaction.hpp"
#include "likes/summary.hpp"
#include "store/feed_rows.hpp"

/// Writes and reads rows of the outbox. A transaction leaves there what it changed: mostly one row, with an entry for
/// each target. Whoever has published some of the entries takes them out; a row without entries goes. Each entry is put
/// into the feed once: when it is taken out, or before that, when its row is recorded. Both happen under the row's
/// lock, and the column `recorded` tells which it was.
namespace likes::store {

/// The chats of these messages. Deleted and unknown messages are left out, because no events are published about them.
std::unordered_map<Uuid, Uuid> chats_of(database::Session& session, std::span<const MessageReaction> targets);

/// The same with deleted messages: to count what is done about them.
std::unordered_map<Uuid, Uuid> chats_of_any(database::Session& session, std::span<const MessageReaction> targets);

/// The message's chat among these, or `otherwise` if it is left out.
Uuid chat_or(const std::unordered_map<Uuid, Uuid>& chats, const Uuid& message, const Uuid& otherwise);

/// Collects the rows that one transaction inserts.
class OutboxRows {
  public:
    /// For changes that are made `now`. `random` outlives it.
    OutboxRows(Cause cause, Time now, const RandomBits& random) : cause_{cause}, now_{now}, random_{random} {}

    /// Adds an entry with up to kBatchChangesMax changes. Returns the id of its row, which has no other entry of the
    /// target if all entries of a target are added one after the other.
    Uuid add(const Uuid& chat, const MessageReaction& target, std::span<const Change> changes);

    /// Has the session insert the rows.
    void write(database::Session& session);

  private:
    void end_row();

    const Cause cause_;
    const Time now_;
    const RandomBits& random_;
    database::LiteralRows rows_;
    /// The row that entries are added to.
    std::optional<Uuid> id_;
    std::string entries_;
    std::optional<MessageReaction> last_target_;
};

/// Adds the changes of a target as one entry, or as several if there are many, and keeps them for the target's next
/// event in `summary`, if there is room; the caller writes the summary. Without changes, the event will only have the
/// current state.
void add_for_next_event(OutboxRows& rows, const Uuid& chat, const MessageReaction& target,
                        std::span<const Change> changes, Summary& summary);

/// What is published, or recorded: of each row some targets.
using PublishedEntries = std::map<Uuid, std::set<MessageReaction>>;

/// Takes the entries out of their rows, which are locked until the commit, and puts those into the feed that are not
/// there yet. What others have taken out is no error.
void remove_entries(database::Session& session, const PublishedEntries& published, const Feed& feed);

/// The oldest rows before `before` that are not recorded, at most `limit`.
std::vector<Uuid> unrecorded_rows(database::Session& session, const Uuid& before, std::size_t limit);

/// Records the changes of these rows for clients that ask what changed in a chat, though they are not published yet,
/// puts them into the feed, and marks the rows as recorded. What others have recorded is left out.
void record_rows(database::Session& session, std::span<const Uuid> ids, const Feed& feed);

}  // namespace likes::store
