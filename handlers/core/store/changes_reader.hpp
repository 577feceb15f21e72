#pragma once

#include <span>
#include <vector>

#include "likes/chat_query.hpp"
#include "likes/summary.hpp"
#include "store/session.hpp"

namespace likes::store {

/// Tells which messages of a chat have changed. A committed change is in the outbox, or recorded under a sequence
/// number of its chat that no reader has seen before (see Outbox::settle). So whoever first records what still waits in
/// the outbox, and then reads what is recorded after the last number seen, misses nothing that was committed before the
/// call. Owned by one lane.
class ChangesReader {
  public:
    ChangesReader(Session session, Window window) : session_{std::move(session)}, window_{window} {}

    /// One view per query, in their order; a handful of statements for each. Throws what Session::transaction throws.
    std::vector<ChangesView> read(std::span<const ChangesQuery> queries);

  private:
    ChangesView read_one(const ChangesQuery& query);

    Session session_;
    Window window_;
};

}  // namespace likes::store
