#pragma once

#include <string>
#include <vector>

#include "base/uuid.hpp"
#include "likes/queries.hpp"
#include "likes/reaction_catalog.hpp"
#include "likes/reaction_change.hpp"

namespace likes::endpoints {

/// LikeState of openapi.yaml: the answer to POST and DELETE …/like.
std::string like_state_json(const Uuid& message, const ReactionOutcome& outcome);

/// LikeList of openapi.yaml: the answer to GET …/messages/{message_id}/likes.
std::string like_list_json(const Uuid& message, const LikersView& view);

/// ReactionState of openapi.yaml: the answer to PUT and DELETE …/reactions/{reaction}.
std::string reaction_state_json(const MessageReaction& target, const ReactionOutcome& outcome,
                                const ReactionCatalog& catalog);

/// MessageReactions of openapi.yaml: the answer to GET …/reactions. It has all reactions of the catalog; after them, as
/// ChatLikes and ChatChanges do, those that were taken off it and that somebody has on the message still.
std::string message_reactions_json(const MessageView& message, const ReactionCatalog& catalog);

/// ChatLikes of openapi.yaml: the answer to GET …/chats/{chat_id}/likes. `no_ids` are texts that the reader gave as ids
/// of messages and that are none; they may be any bytes.
std::string chat_likes_json(const ChatView& view, const std::vector<std::string>& no_ids,
                            const ReactionCatalog& catalog);

/// ChatChanges of openapi.yaml: the answer to GET …/chats/{chat_id}/likes/changes.
std::string chat_changes_json(const ChangesView& view, const ReactionCatalog& catalog);

}  // namespace likes::endpoints
