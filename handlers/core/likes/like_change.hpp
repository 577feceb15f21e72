#pragma once

#include "ids/user_id.hpp"
#include "likes/deed.hpp"
#include "likes/like_state.hpp"
#include "likes/reaction.hpp"
#include "likes/trace.hpp"

namespace likes {

/// What one request asks for.
struct LikeChange {
    Subject subject;
    UserId user;
    Action action;
    Trace trace = {};
};

/// How it went. Only kLiked and kUnliked changed anything.
enum class Verdict { kLiked, kAlreadyLiked, kUnliked, kWasNotLiked, kNoSuchMessage, kNotAMember };

struct LikeOutcome {
    Verdict verdict;
    /// The state right after the change; the default for kNoSuchMessage and kNotAMember.
    LikeState state;
};

}  // namespace likes
