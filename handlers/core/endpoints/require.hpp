#pragma once

#include <span>
#include <string_view>

#include "auth/caller.hpp"
#include "auth/claims.hpp"
#include "auth/scopes.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "likes/queries.hpp"
#include "likes/reaction.hpp"
#include "likes/reaction_catalog.hpp"
#include "likes/reaction_change.hpp"
#include "web/request.hpp"
#include "web/response.hpp"
#include "web/user_limit.hpp"

/// Checks of a request, and of the result before it is answered. Each throws the Problem that says what is wrong.
namespace likes::endpoints {

/// Throws Problem 405 for another method. nginx routes by method; this check keeps a wrong route from doing harm.
void require_method(const web::Request& request, std::string_view method);

/// The same for an endpoint of several methods.
void require_method(const web::Request& request, std::span<const std::string_view> methods);

/// Throws Problem 404 for another path.
void require_path(const web::Request& request, std::string_view path);

/// Problem 404, for a path that is none of the endpoint's.
web::Problem no_such_resource();

/// Problem 422, for a reaction that is not in the catalog.
web::Problem no_such_reaction();

/// Problem 401. It is the same for every reason.
web::Problem unauthorized();

/// The caller. Throws Problem 401, which is the same for every reason; the reason is logged.
auth::Caller require_caller(const auth::Verification& verification);

/// Throws Problem 403 `insufficient_scope` (RFC 6750 section 3.1) if the caller's token does not open that.
void require_scope(const auth::Caller& caller, auth::Scope scope);

/// Counts a call against the user's limit. Throws Problem 429 if the limit is exceeded.
void require_within(web::UserLimit& limit, const UserId& user);

/// The {message_id} of `/api/v1/messages/{message_id}/{tail}`. Throws Problem 404 for another path and 400 for an id
/// that is no UUID.
Uuid require_message_id(const web::Request& request, std::string_view tail);

/// The {chat_id} of `/api/v1/chats/{chat_id}/{tail}`, likewise.
Uuid require_chat_id(const web::Request& request, std::string_view tail);

/// The reaction that `/api/v1/messages/{message_id}/reactions/{reaction}` names, on its message. Throws Problem 404 and
/// 400 as require_message_id does, and 422 for a reaction that is not in the catalog. To be taken back it may also be a
/// code that is in the catalog no more.
MessageReaction require_reaction(const web::Request& request, const ReactionCatalog& catalog, Action action);

/// Throws Problem 422 for a reaction that is not in the catalog and, as its state says, was never put on the message.
void require_used(const Reaction& reaction, const ReactionCatalog& catalog, const Snapshot& snapshot);

/// Throws Problem 404 for a message or chat that does not exist, and 403 for one that the caller may not see.
void require_visible_message(Visibility visibility);
void require_visible_chat(Visibility visibility);
/// Throws Problem 404 or 403 if the change was not possible, and database::Unavailable if it will be later.
void require_done(ChangeResult result);

/// The ids that name the request in logs and events.
Trace trace_of(const web::Request& request);

}  // namespace likes::endpoints
