#pragma once

#include <span>
#include <vector>

#include "database/session.hpp"
#include "likes/queries.hpp"
#include "likes/summary.hpp"

namespace likes::store {

/// Answers batches of queries in one statement, plus one for each page that reaches beyond its summary. Sees everything
/// that was committed before the call. Owned by one lane.
class LikersReader {
  public:
    LikersReader(database::Session session, RecentLikersLimit recent_limit)
        : session_{std::move(session)}, recent_limit_{recent_limit} {}

    /// One view per query, in their order. Throws what database::Session::read throws.
    std::vector<LikersView> execute(std::span<const LikersQuery> queries);

  private:
    std::vector<LikersView> read_once(std::span<const LikersQuery> queries);

    database::Session session_;
    RecentLikersLimit recent_limit_;
};

}  // namespace likes::store
