#pragma once

#include <utility>

#include "likes/backlog.hpp"
#include "store/session.hpp"

namespace likes::store {

/// Looks how much the outbox holds.
class BacklogReader {
  public:
    explicit BacklogReader(Session session) : session_{std::move(session)} {}

    /// Throws what Session::read throws.
    Backlog read();

  private:
    Session session_;
};

}  // namespace likes::store
