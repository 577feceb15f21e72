#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "http/request.hpp"
#include "http/response.hpp"
#include "ids/user_id.hpp"
#include "ids/uuid.hpp"
#include "likes/chat_query.hpp"
#include "likes/like_change.hpp"
#include "likes/likes_query.hpp"
#include "likes/reaction.hpp"
#include "likes/reaction_catalog.hpp"
#include "likes/trace.hpp"
#include "limit/user_limit.hpp"

/// What a request must bring before anything else is looked at; each throws the Problem that says what is missing.
namespace likes::api {

/// Tells who is calling from the value of the Authorization header; nullopt if it is nobody.
using Authenticate = std::function<std::optional<UserId>(std::string_view authorization)>;

/// What names the request in logs and events.
Trace trace_of(const http::Request& request);

/// The caller. Throws Problem 401, the same for every reason.
UserId require_caller(const http::Request& request, const Authenticate& authenticate);

/// Counts a change that the user asks for. Throws Problem 429 if there were too many.
void require_within(limit::UserLimit& limit, const UserId& user);

/// Throws Problem 405 if the verb is another one. nginx routes by verb; this keeps a wrong route from doing harm.
void require_method(const http::Request& request, std::string_view method);

/// The {message_id} of `/api/v1/messages/{message_id}/{tail}`. Throws Problem 404 for another path and 400 for an id
/// that is no UUID.
Uuid require_message_id(const http::Request& request, std::string_view tail);

/// The {chat_id} of `/api/v1/chats/{chat_id}/{tail}`, likewise.
Uuid require_chat_id(const http::Request& request, std::string_view tail);

/// The reaction that `/api/v1/messages/{message_id}/reactions/{reaction}` names, on its message. Throws Problem 404 and
/// 400 as require_message_id does, and 422 for a reaction that is not in the catalog.
Subject require_subject(const http::Request& request, const ReactionCatalog& catalog);

/// Throws the Problem for what is not there, 404, or is not the caller's to see, 403.
void require_found(ReadVerdict verdict);
void require_found(ChatVerdict verdict);
/// Likewise for a change that could not be.
void require_done(Verdict verdict);

}  // namespace likes::api
