#pragma once

#include <cstdint>
#include <optional>

#include "time/time.hpp"

namespace likes {

/// What is committed and not yet known to be told.
struct Backlog {
    /// Rows of the outbox, counted up to 100,000.
    std::uint64_t rows = 0;
    /// When the oldest of them was made; nullopt if there is none.
    std::optional<Time> oldest;
};

}  // namespace likes
