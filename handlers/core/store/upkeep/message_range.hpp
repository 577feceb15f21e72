#pragma once

#include <cstddef>
#include <optional>

#include "base/uuid.hpp"
#include "database/session.hpp"

namespace likes::store {

/// No id is greater.
Uuid greatest_uuid();

/// Messages that are scanned together: those after `after`, up to and including `last`.
struct MessageRange {
    Uuid after;
    Uuid last;

    /// No message comes after the range.
    bool is_last() const;
};

/// Rows of a range that is read or compared in a moment.
inline constexpr std::size_t kRowsOfRange = 20'000;

/// The range that begins after the message `after`, with about `rows` rows of reactions or summaries; more only if a
/// single message has more. It includes likes without a summary, and summaries without likes. Throws what
/// database::Session throws.
MessageRange next_range(database::Session& session, const Uuid& after, std::size_t rows);

}  // namespace likes::store
