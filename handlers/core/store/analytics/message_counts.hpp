#pragma once

#include <optional>
#include <vector>

#include "analytics/ranking.hpp"
#include "database/session.hpp"

namespace likes::store {

/// These messages, at most kListed, with the counts that all their reactions have now, in the order of a list by
/// `reaction` (nullopt: all together). So the count of an entry fits the counts of its reactions. A message that has
/// none any more is left out. To be called from the `work` of a database::Session.
std::vector<analytics::ListedMessage> count_reactions(database::Session& session,
                                                      std::vector<analytics::CountedMessage> messages,
                                                      const std::optional<Reaction>& reaction);

}  // namespace likes::store
