#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

#include "base/time.hpp"
#include "database/session.hpp"

namespace likes::store {

/// Rows that wait for somebody.
struct Backlog {
    /// How many, counted up to 100,000.
    std::uint64_t rows = 0;
    /// When the oldest of them was made; nullopt if there is none.
    std::optional<Time> oldest;
};

/// Counts the rows that wait. Both functions throw what database::Session::read throws.
class BacklogReader {
  public:
    explicit BacklogReader(database::Session session) : session_{std::move(session)} {}

    /// The changes in the outbox, which are committed and not known to be published.
    Backlog read_outbox();

    /// Those in the feed that the consumer has not dealt with yet.
    Backlog read_feed(std::string_view consumer);

  private:
    database::Session session_;
};

}  // namespace likes::store
