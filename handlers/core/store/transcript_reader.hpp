#pragma once

#include <span>
#include <vector>

#include "database/session.hpp"
#include "likes/queries.hpp"

namespace likes::store {

/// Reads the newest messages of a chat. Only the demo needs it: a chat backend has its own list of messages, and an
/// index for it. Owned by one lane.
class TranscriptReader {
  public:
    explicit TranscriptReader(database::Session session) : session_{std::move(session)} {}

    /// One transcript per query, in their order. Throws what database::Session::read throws.
    std::vector<Transcript> execute(std::span<const TranscriptQuery> queries);

  private:
    database::Session session_;
};

}  // namespace likes::store
