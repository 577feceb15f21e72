#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "analytics/ranking.hpp"
#include "base/time.hpp"
#include "database/session.hpp"

/// Lists of a chat that are made for each request, because there is little to read for them. Each function answers
/// nullopt where there is more, after it has read no more than it may. To be called from the `work` of a
/// database::Session.
namespace likes::store {

/// Rows that are read for a list of users, those included by which users_there looks for them.
inline constexpr std::size_t kUserRowsMax = 7'500;

/// The first `limit` messages of the list, written since `begin`. Reads at most `messages_max` messages; with all
/// reactions together, so many counters. A message is in it from the moment on at which its first reaction is recorded
/// (see record_rows).
std::optional<std::vector<analytics::ListedMessage>> inline_messages(database::Session& session,
                                                                     const analytics::ListKey& key, Time begin,
                                                                     std::size_t messages_max, std::size_t limit);

/// All users of the list, in its order; some may be gone. Nullopt also for a chat with more than `messages_max`
/// messages: none of its lists is made for a request.
std::optional<std::vector<analytics::CountedUser>> inline_users(database::Session& session,
                                                                const analytics::ListKey& key, Time begin,
                                                                std::size_t messages_max);

}  // namespace likes::store
