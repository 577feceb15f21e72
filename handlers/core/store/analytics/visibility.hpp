#pragma once

#include "analytics/subject.hpp"
#include "database/session.hpp"
#include "likes/queries.hpp"

namespace likes::store {

/// Whether the reader may see the subject's numbers: whether the chat is there and, unless the reader sees all, has the
/// reader as a member now. All chats together are visible, and ask nothing of the database. To be called from the
/// `work` of a database::Session.
Visibility visibility_of(database::Session& session, const analytics::Subject& subject);

}  // namespace likes::store
