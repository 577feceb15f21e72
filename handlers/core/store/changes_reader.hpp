#pragma once

#include <span>
#include <utility>
#include <vector>

#include "database/session.hpp"
#include "likes/queries.hpp"
#include "likes/summary.hpp"
#include "store/feed_rows.hpp"

namespace likes::store {

/// Reads which messages of a chat have changed. A committed change is either still in the outbox, or recorded under a
/// sequence number that no reader of its chat had seen by then (see record_changes). So a call that first records what
/// is still in the outbox, and then reads what is recorded after the last number seen, misses nothing that was
/// committed before the call. Owned by one lane.
class ChangesReader {
  public:
    ChangesReader(database::Session session, RecentLikersLimit recent_limit, Feed feed)
        : session_{std::move(session)}, recent_limit_{recent_limit}, feed_{std::move(feed)} {}

    /// One view per query, in their order; a handful of statements for each. Throws what database::Session::transaction
    /// throws.
    std::vector<ChangesView> execute(std::span<const ChangesQuery> queries);

  private:
    ChangesView read_one(const ChangesQuery& query);

    database::Session session_;
    RecentLikersLimit recent_limit_;
    Feed feed_;
};

}  // namespace likes::store
