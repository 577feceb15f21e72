#pragma once

#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace likes::notices {

/// Whether a user is told of reactions.
enum class Tell { kAll, kOff };

/// As the database and the API write it: `all`, `off`.
std::string_view code_of(Tell tell);
std::optional<Tell> parse_tell(std::string_view code);

/// Of what a user wants to be told. What is not said holds as everywhere; what is said nowhere, as if all were wanted.
struct Preferences {
    std::optional<Tell> likes;
    /// Until then nothing is news.
    std::optional<Time> muted_until;

    bool operator==(const Preferences&) const = default;
};

}  // namespace likes::notices
