#pragma once

#include <cstddef>
#include <vector>

#include "analytics/ranking.hpp"
#include "base/uuid.hpp"
#include "database/session.hpp"

namespace likes::store {

/// These users without those who are being erased or have no number any more, as they are after they were erased; and
/// of a chat, not of kDeployment, without those who are no members now. In the same order. To be called from the `work`
/// of a database::Session.
std::vector<analytics::CountedUser> users_there(database::Session& session, const Uuid& chat,
                                                std::vector<analytics::CountedUser> users);

/// Rows that users_there reads for each, as the server counts them: the question, the membership, the erasure, and the
/// number, which is searched for and read.
inline constexpr std::size_t kRowsOfUserThere = 5;

}  // namespace likes::store
