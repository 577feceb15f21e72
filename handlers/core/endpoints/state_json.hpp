#pragma once

#include <string>

#include "base/uuid.hpp"
#include "likes/queries.hpp"
#include "likes/reaction_catalog.hpp"
#include "likes/reaction_state.hpp"

namespace likes::endpoints {

/// LikeState of openapi.yaml: the answer to POST and DELETE …/like.
std::string like_state_json(const Uuid& message, const ReactionState& state);

/// LikeList of openapi.yaml: the answer to GET …/messages/{message_id}/likes.
std::string like_list_json(const Uuid& message, const LikersView& view);

/// ReactionState of openapi.yaml: the answer to PUT and DELETE …/reactions/{reaction}.
std::string reaction_state_json(const MessageReaction& target, const ReactionState& state,
                                const ReactionCatalog& catalog);

/// MessageReactions of openapi.yaml, for all reactions of the catalog: the answer to GET …/reactions.
std::string message_reactions_json(const MessageView& message, const ReactionCatalog& catalog);

/// ChatLikes of openapi.yaml: the answer to GET …/chats/{chat_id}/likes.
std::string chat_likes_json(const ChatView& view, const ReactionCatalog& catalog);

/// ChatChanges of openapi.yaml: the answer to GET …/chats/{chat_id}/likes/changes.
std::string chat_changes_json(const ChangesView& view, const ReactionCatalog& catalog);

}  // namespace likes::endpoints
