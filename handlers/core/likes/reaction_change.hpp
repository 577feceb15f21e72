#pragma once

#include <string>
#include <vector>

#include "base/user_id.hpp"
#include "likes/change.hpp"
#include "likes/reaction.hpp"
#include "likes/reaction_state.hpp"

namespace likes {

/// The ids by which a request can be followed through the logs. Empty if not known.
struct Trace {
    /// Made by nginx, and part of every error's body.
    std::string request_id = {};
    /// W3C Trace Context, level 1, section 3.2.
    std::string traceparent = {};
};

/// The change that one request asks for.
struct ReactionChange {
    MessageReaction target;
    UserId user;
    Action action;
    Trace trace = {};
};

/// What became of a change. Only kLiked and kUnliked changed anything. kUnavailable: the summary of the target is
/// damaged; the audit repairs it within a round.
enum class ChangeResult { kLiked, kAlreadyLiked, kUnliked, kWasNotLiked, kNoSuchMessage, kNotAMember, kUnavailable };

struct ReactionOutcome {
    ChangeResult result;
    /// The state right after the change; the default for kNoSuchMessage, kNotAMember and kUnavailable.
    ReactionState state;
    /// What the change took back, because the user may have one reaction on a message.
    std::vector<Reaction> replaced = {};
};

}  // namespace likes
