#pragma once

#include <span>
#include <vector>

#include "database/session.hpp"
#include "likes/queries.hpp"
#include "likes/summary.hpp"

namespace likes::store {

/// One view per query, in their order. Takes one statement for all queries, and a second one if some query finds no
/// message that its reader may see. To be called from the `work` of a database::Session.
std::vector<ChatView> read_chats(database::Session& session, std::span<const ChatQuery> queries,
                                 const RecentLikersLimit& recent_limit);

/// Reads the states that a chat's screen shows. Sees everything that was committed before the call. Owned by one lane.
class ChatReader {
  public:
    ChatReader(database::Session session, RecentLikersLimit recent_limit)
        : session_{std::move(session)}, recent_limit_{recent_limit} {}

    /// One view per query, in their order. Throws what database::Session::read throws.
    std::vector<ChatView> execute(std::span<const ChatQuery> queries);

  private:
    database::Session session_;
    RecentLikersLimit recent_limit_;
};

}  // namespace likes::store
