#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ids/user_id.hpp"
#include "likes/deed.hpp"
#include "time/time.hpp"

namespace likes {

/// Somebody who likes the message now, and since when.
struct Liker {
    UserId user;
    /// The message's version that this like made: unique, and in the order of liking.
    std::uint64_t version;
    std::chrono::sys_seconds since;

    bool operator==(const Liker&) const = default;
};

/// What is known of one reaction on one message; the row that every writer locks. The default is "never liked".
struct Summary {
    std::uint32_t total = 0;
    std::uint64_t version = 0;
    std::optional<Time> last_reacted_at;
    Time next_event_at{};
    /// The newest likers, oldest first. All of them if there are no more than that.
    std::vector<Liker> recent;
    /// What happened and no event has told yet (see take_turn).
    std::vector<Deeds> untold = {};

    bool holds_everybody() const { return recent.size() == total; }

    bool operator==(const Summary&) const = default;
};

/// How many likers an answer names, and how many more a summary keeps so that most unlikes need no second look.
struct Window {
    /// The least that may be configured. So a summary holds that many whatever was configured when it was written.
    static constexpr std::size_t kLikedByMin = 10;

    std::size_t liked_by_max = 100;

    std::size_t kept() const { return liked_by_max + liked_by_max / 4 + 1; }
};

/// True if the newest `liked_by_max` likers cannot be told from the summary alone after up to `unlikes` of them left.
bool needs_older_likers(const Summary& summary, const Window& window, std::size_t unlikes);

/// The list as one column: `user,version,unix-seconds` separated by spaces. No character of it needs quoting in JSON.
std::string format_likers(const std::vector<Liker>& likers);

/// Reads what format_likers wrote. Throws std::runtime_error for anything else: a row that we did not write.
std::vector<Liker> parse_likers(std::string_view text);

}  // namespace likes
