#pragma once

#include <string>

#include "ids/uuid.hpp"
#include "likes/chat_query.hpp"
#include "likes/like_state.hpp"
#include "likes/likes_query.hpp"
#include "likes/message_view.hpp"
#include "likes/reaction_catalog.hpp"

namespace likes::api {

/// The like state of the contract: what POST and DELETE answer.
std::string like_state_json(const Uuid& message, const LikeState& state);

/// The like list of the contract: what GET …/likes answers.
std::string like_list_json(const Uuid& message, const LikesView& view);

/// The reaction state of the contract: a like state that says of which reaction.
std::string reaction_state_json(const Subject& subject, const LikeState& state, const ReactionCatalog& catalog);

/// All reactions of the catalog on a message: what GET …/reactions answers.
std::string message_reactions_json(const MessageView& message, const ReactionCatalog& catalog);

/// The states of a chat's messages: what GET …/chats/{chat_id}/likes answers.
std::string chat_likes_json(const ChatView& view, const ReactionCatalog& catalog);

/// What changed in a chat: what GET …/chats/{chat_id}/likes/changes answers.
std::string chat_changes_json(const ChangesView& view, const ReactionCatalog& catalog);

}  // namespace likes::api
