#pragma once

#include <span>
#include <vector>

#include "likes/transcript.hpp"
#include "store/session.hpp"

namespace likes::store {

/// Answers what was written in a chat. Only the demo asks: a chat backend has its own list, and an index for it. Owned
/// by one lane.
class TranscriptReader {
  public:
    explicit TranscriptReader(Session session) : session_{std::move(session)} {}

    /// One transcript per query, in their order. Throws what Session::read throws.
    std::vector<Transcript> read(std::span<const TranscriptQuery> queries);

  private:
    Session session_;
};

}  // namespace likes::store
