#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "likes/change.hpp"

namespace likes {

/// A user who likes the message now, and since when.
struct Liker {
    UserId user;
    /// The message's version that this like made: unique, and in the order of liking.
    std::uint64_t version;
    std::chrono::sys_seconds since;

    bool operator==(const Liker&) const = default;
};

/// The counter of one reaction on one message, and what answers and events need besides the count. Every writer locks
/// its row. The default means "never used".
struct Summary {
    std::uint32_t total = 0;
    std::uint64_t version = 0;
    std::optional<Time> last_reacted_at;
    Time next_event_at{};
    /// The newest likers, oldest first, at most RecentLikersLimit::kept(). All likers, if there are no more.
    std::vector<Liker> recent;
    /// Changes that no event has published yet (see take_turn).
    std::vector<ChangeBatch> unpublished = {};

    bool holds_everybody() const { return recent.size() == total; }

    bool operator==(const Summary&) const = default;
};

/// How many likers an answer names, and how many more a summary keeps so that most unlikes need no further query.
struct RecentLikersLimit {
    /// The least that may be configured. So a summary names that many (or all) likers, whatever was configured when it
    /// was written.
    static constexpr std::size_t kLikedByMin = 10;

    std::size_t liked_by_max = 100;

    std::size_t kept() const { return liked_by_max + liked_by_max / 4 + 1; }
};

/// True if the summary alone does not suffice to name the newest `liked_by_max` likers after up to `unlikes` of them
/// have gone.
bool needs_older_likers(const Summary& summary, const RecentLikersLimit& recent_limit, std::size_t unlikes);

/// True if the summary names more likers than it counts, or not in the order of their versions, or versions that it has
/// not reached: this service did not write it.
bool contradicts_itself(const Summary& summary);

/// The list as one column: `user,version,unix-seconds` separated by spaces. None of its characters needs escaping in
/// JSON.
std::string format_likers(const std::vector<Liker>& likers);

/// Reads what format_likers wrote. Throws std::runtime_error for anything else, which this service did not write.
std::vector<Liker> parse_likers(std::string_view text);

}  // namespace likes
