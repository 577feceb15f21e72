#pragma once

#include <span>
#include <vector>

#include "database/session.hpp"
#include "likes/queries.hpp"
#include "likes/summary.hpp"

namespace likes::store {

/// Whether the reader is among the likers. `has_row`, whether the reader's row was found, matters only if the summary
/// does not name all likers.
bool is_liked_by(const UserId& reader, const Summary& summary, bool has_row);

/// One view per query, in their order, in one statement. To be called from the `work` of a database::Session.
std::vector<MessageView> read_messages(database::Session& session, std::span<const MessageQuery> queries,
                                       const RecentLikersLimit& recent_limit);

/// Answers batches of queries. Sees everything that was committed before the call. Owned by one lane.
class MessageReader {
  public:
    MessageReader(database::Session session, RecentLikersLimit recent_limit)
        : session_{std::move(session)}, recent_limit_{recent_limit} {}

    /// One view per query, in their order. Throws what database::Session::read throws.
    std::vector<MessageView> execute(std::span<const MessageQuery> queries);

  private:
    database::Session session_;
    RecentLikersLimit recent_limit_;
};

}  // namespace likes::store
