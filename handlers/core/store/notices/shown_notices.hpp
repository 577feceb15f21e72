#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "database/result_set.hpp"
#include "database/session.hpp"
#include "notices/notice.hpp"
#include "notices/queries.hpp"

namespace likes::store {

/// A notice as its row says it, before anybody has a name.
struct StoredNotice {
    UserId recipient;
    Uuid message;
    notices::Notice notice;
};

/// Reads the columns of a notice (see reading_sql.hpp), of which `first` is the message. A chat that is null is left
/// out.
StoredNotice read_notice(database::ResultSet& rows, unsigned first, UserId recipient);

/// The notices as their recipients see them: with names, and without those whom the recipient has blocked. One
/// statement for all of them, none if they name nobody. To be called from the `work` of a database::Session.
std::vector<notices::ShownNotice> shown(database::Session& session, std::vector<StoredNotice> stored);

}  // namespace likes::store
