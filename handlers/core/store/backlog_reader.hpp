#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "base/time.hpp"
#include "database/session.hpp"

namespace likes::store {

/// The changes that are committed and not known to be published.
struct Backlog {
    /// Rows of the outbox, counted up to 100,000.
    std::uint64_t rows = 0;
    /// When the oldest of them was made; nullopt if there is none.
    std::optional<Time> oldest;
};

/// Counts the rows of the outbox.
class BacklogReader {
  public:
    explicit BacklogReader(database::Session session) : session_{std::move(session)} {}

    /// Throws what database::Session::read throws.
    Backlog read();

  private:
    database::Session session_;
};

}  // namespace likes::store
