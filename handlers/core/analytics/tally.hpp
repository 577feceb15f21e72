#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <unordered_map>

#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "likes/feed_entry.hpp"

namespace likes::analytics {

/// The key of a row of `like_quarters`.
struct QuarterKey {
    /// kDeployment: all chats together.
    Uuid chat;
    /// The code of a reaction; kAllReactions: all together.
    std::string reaction;
    std::uint32_t quarter = 0;

    auto operator<=>(const QuarterKey&) const = default;
};

/// What is added to such a row.
struct QuarterDelta {
    std::int64_t given = 0;
    std::int64_t taken_back = 0;

    bool operator==(const QuarterDelta&) const = default;
};

/// The key of a row of `user_days`.
struct DayKey {
    /// kDeployment: all chats together.
    Uuid chat;
    UserId user;
    std::uint32_t day = 0;

    auto operator<=>(const DayKey&) const = default;
};

/// What is added to such a row.
struct DayDelta {
    std::int64_t given = 0;
    std::int64_t received = 0;

    bool operator==(const DayDelta&) const = default;
};

/// What is added to the rows of both tables, in the order of their keys. A row to which nothing is added is not there.
struct Tally {
    std::map<QuarterKey, QuarterDelta> quarters;
    std::map<DayKey, DayDelta> days;

    bool operator==(const Tally&) const = default;
};

/// Who wrote the messages. A message whose row is gone is left out.
using Senders = std::unordered_map<Uuid, UserId>;

/// What these entries of the feed add up to. Everything counts in the quarter and on the day in which the reaction was
/// given, also when it is taken back later. So the order of the entries does not matter, nor how they are divided among
/// several calls.
///
/// A reaction that is given adds to `given` of its quarter; one that its user takes back, to `taken_back`; and what is
/// erased was never given. All three change how many reactions of the day stand that the user has given and the sender
/// of the message has received, unless these are the same. A correction counts nowhere.
Tally tally(std::span<const FeedEntry> entries, const Senders& senders);

}  // namespace likes::analytics
