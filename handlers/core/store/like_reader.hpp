#pragma once

#include <span>
#include <vector>

#include "likes/likes_query.hpp"
#include "likes/summary.hpp"
#include "store/session.hpp"

namespace likes::store {

/// Answers batches of queries in one statement, plus one for each page that reaches beyond its summary. Sees everything
/// that was committed before the call. Owned by one lane.
class LikeReader {
  public:
    LikeReader(Session session, Window window) : session_{std::move(session)}, window_{window} {}

    /// One view per query, in their order. Throws what Session::read throws.
    std::vector<LikesView> read(std::span<const LikesQuery> queries);

  private:
    std::vector<LikesView> read_once(std::span<const LikesQuery> queries);

    Session session_;
    Window window_;
};

}  // namespace likes::store
