#pragma once

#include <vector>

#include "ids/user_id.hpp"
#include "ids/uuid.hpp"
#include "likes/like_state.hpp"
#include "likes/likes_query.hpp"
#include "likes/reaction.hpp"

namespace likes {

/// What one reader asks of one message: all reactions on it.
struct MessageQuery {
    Uuid message;
    UserId reader;
};

struct ReactionState {
    Reaction reaction;
    LikeState state;
};

/// A message as the reader sees it.
struct MessageView {
    Uuid message;
    ReadVerdict verdict = ReadVerdict::kNoSuchMessage;
    /// The rest is empty unless kFound.
    Uuid chat;
    /// Every reaction that was ever used on it, in no order.
    std::vector<ReactionState> reactions;
};

}  // namespace likes
