#pragma once

#include <optional>
#include <set>
#include <span>
#include <vector>

#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "database/session.hpp"
#include "likes/reaction.hpp"
#include "likes/reaction_change.hpp"
#include "store/summary_rows.hpp"

namespace likes::store {

/// A target that a user wants to change.
struct AskedTarget {
    MessageReaction target;
    UserId user;
};

/// What the chat backend's tables say about a message and a user.
struct Resolution {
    /// nullopt if there is no such message, or if it is deleted.
    std::optional<Uuid> chat;
    /// The user is in that chat now.
    bool is_member = false;
};

struct ResolvedTargets {
    /// One for each that was asked for, in their order.
    std::vector<Resolution> resolutions;
    /// The summaries of those targets that a member of the chat asked for, each locked until the end of the
    /// transaction.
    LockedSummaries locked;
    /// Those of these targets that have no summary yet. There is nothing to lock: whoever inserts it while another
    /// writer does so gets a conflict (see sql_text::kInsertSummaries).
    std::set<MessageReaction> missing;
};

/// Finds out who may change what, and locks it, in one statement. `asked` is in the order of the targets, which is the
/// order of the locks.
ResolvedTargets resolve_and_lock(database::Session& session, std::span<const AskedTarget> asked);

/// Finds out only who may change what, of each of these changes.
std::vector<Resolution> resolve(database::Session& session, std::span<const ReactionChange> changes);

}  // namespace likes::store
