#pragma once

#include <utility>
#include <vector>

#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "database/session.hpp"

/// Deleting notices with all that belongs to them, for the work of a transaction.
namespace likes::store {

/// Keys of notices: recipient, message.
using NoticeKeys = std::vector<std::pair<UserId, Uuid>>;

/// Locks the recipients' heads, in the order of the key, as everybody does first who changes notices.
void lock_recipients(database::Session& session, const NoticeKeys& keys);

/// Has the session delete the notices, whom they remember, and what was to be sent of them. REQUIRES: their recipients
/// are locked.
void delete_notices(database::Session& session, NoticeKeys keys);

}  // namespace likes::store
