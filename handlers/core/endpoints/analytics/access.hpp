#pragma once

#include <string_view>

#include "analytics/audience.hpp"
#include "analytics/subject.hpp"
#include "auth/caller.hpp"
#include "likes/queries.hpp"
#include "web/request.hpp"

/// Who may read which numbers. A chat's are its members', unless the configuration keeps them for operators; those of
/// all chats, and of any chat, are open to whose token has the scope.
namespace likes::endpoints {

/// What the path of a request asks for.
struct AskedNumbers {
    analytics::Subject subject;
    /// The last part of the path, such as `activity`; it points into the request. The endpoint has to know it.
    std::string_view name;
};

/// Reads `/api/v1/chats/{chat_id}/analytics/{name}` or `/api/v1/analytics/{name}`. Throws Problem 404 for another path,
/// where nothing is counted, and for a chat id that no chat can have; 400 for one that is no UUID; 403
/// insufficient_scope if only the scope would open it. Whether the reader is a member is for the database to say.
AskedNumbers require_numbers(const web::Request& request, auth::Caller caller, analytics::Audience audience);

/// What the database said of the subject's chat: throws Problem 404 if it is not there, and 403 if the reader may not
/// see it.
void require_visible_numbers(Visibility visibility);

}  // namespace likes::endpoints
