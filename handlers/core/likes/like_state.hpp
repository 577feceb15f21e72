#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ids/user_id.hpp"
#include "ids/uuid.hpp"
#include "likes/summary.hpp"
#include "time/time.hpp"

namespace likes {

/// What everybody may know of a message's likes at one version: the common part of answers and events.
struct Snapshot {
    std::uint32_t total = 0;
    std::uint64_t version = 0;
    /// Null if the message never was liked.
    std::optional<Time> last_reacted_at;
    /// The newest likers, oldest first.
    std::vector<UserId> liked_by;
    /// There are more likers than `liked_by` names.
    bool truncated = false;

    bool operator==(const Snapshot&) const = default;
};

/// The snapshot, as one user sees it.
struct LikeState {
    Snapshot snapshot;
    bool is_liked = false;

    bool operator==(const LikeState&) const = default;
};

/// Everything that `summary` says of its version, naming at most `window.liked_by_max` likers.
Snapshot snapshot_of(const Summary& summary, const Window& window);

}  // namespace likes
