#pragma once

#include "base/user_id.hpp"
#include "database/session.hpp"
#include "notices/queries.hpp"

/// What recipients read of their notices. To be called from the `work` of database::Session::snapshot, so that what one
/// answer tells is of one moment. A notice is in no answer, and counts nowhere, while its message is deleted or its
/// recipient is not in the chat.
namespace likes::store {

/// A page of the list.
notices::ListView read_list(database::Session& session, const notices::ListQuery& query);

/// What changed since a sequence number. Whoever takes the recipient's next number holds the lock of the head until the
/// commit, so who has seen a number has missed none before it.
notices::ChangesView read_changes(database::Session& session, const notices::ChangesQuery& query);

/// How many are unread. One statement; it needs no snapshot.
notices::Unread read_unread(database::Session& session, const UserId& recipient);

}  // namespace likes::store
