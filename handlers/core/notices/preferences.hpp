#pragma once

#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace likes::notices {

/// Of which reactions a user is told. All but kOff put every one of them into the list; they differ in what interrupts.
enum class Tell {
    /// Of all that are news.
    kAll,
    /// Of the first on a message; of what else there is, once a day.
    kDaily,
    /// Of the first on a message alone.
    kFirst,
    /// When there are 250, 500, 1,000, … on a message.
    kMilestones,
    /// Of none, in the list neither.
    kOff,
};

/// As the database and the API write it: `all`, `daily`, `first`, `milestones`, `off`.
std::string_view code_of(Tell tell);
std::optional<Tell> parse_tell(std::string_view code);

/// How much a push says, from little to much.
enum class Preview {
    /// How many, not who.
    kNone,
    /// Who.
    kNames,
    /// Who, and in which chat.
    kFull,
};

/// `none`, `names`, `full`.
std::string_view code_of(Preview preview);
std::optional<Preview> parse_preview(std::string_view code);

/// Of what a user wants to be told. What is not said holds as everywhere; what is said nowhere, as if all were wanted.
struct Preferences {
    std::optional<Tell> likes;
    /// Until then nothing is news.
    std::optional<Time> muted_until;

    bool operator==(const Preferences&) const = default;
};

}  // namespace likes::notices
