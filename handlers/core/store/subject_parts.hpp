#pragma once

#include <cstddef>
#include <optional>

#include "ids/uuid.hpp"
#include "store/session.hpp"

namespace likes::store {

/// Messages that are looked at together: those after the one, up to the other.
struct Part {
    Uuid after;
    Uuid last;

    /// No message comes after it.
    bool is_last() const;
};

/// The part that begins after that message, with about `rows` rows of reactions or summaries; more only if a single
/// message has more. Also likes without a summary are in it, and summaries without likes. Throws what Session throws.
Part next_part(Session& session, const Uuid& after, std::size_t rows);

}  // namespace likes::store
