#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "likes/summary.hpp"

namespace likes {

/// The state of one reaction on one message at one version, without what differs per user: the common part of answers
/// and events.
struct Snapshot {
    std::uint32_t total = 0;
    std::uint64_t version = 0;
    /// nullopt if the reaction was never put on the message.
    std::optional<Time> last_reacted_at;
    /// The newest likers, oldest first.
    std::vector<UserId> liked_by;
    /// There are more likers than `liked_by` names.
    bool truncated = false;

    bool operator==(const Snapshot&) const = default;
};

/// A snapshot, and whether one user has put the reaction.
struct ReactionState {
    Snapshot snapshot;
    bool is_liked = false;

    bool operator==(const ReactionState&) const = default;
};

/// The snapshot of `summary` at its version, which names at most `recent_limit.liked_by_max` likers.
Snapshot snapshot_of(const Summary& summary, const RecentLikersLimit& recent_limit);

/// Writes which message an answer or an event is about: as `message_id`, and as `id`, which is what a chat's own
/// message calls it, so that one function of a client shows both.
void put_message_id(JsonText& json, const Uuid& message);

/// Writes the members that answers and events share: `likes_count`, `liked_by`, `liked_at`, `liked_by_truncated`,
/// `version`.
void put_snapshot(JsonText& json, const Snapshot& snapshot);

}  // namespace likes
