#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace likes::analytics {

/// In how many chats somebody reacted, and how many users did. Counted in advance, and kept in the table `rankings`.
struct People {
    std::uint64_t chats = 0;
    std::uint64_t likers = 0;
    /// The same of the span before; nullopt if users are not kept by the day for so long.
    std::uint64_t previous_chats = 0;
    std::optional<std::uint64_t> previous_likers;

    /// `{"chats":n,"likers":n,"previous":{"chats":n,"likers":n or null}}`.
    std::string to_json() const;

    /// Reads what to_json has written; nullopt for anything else.
    static std::optional<People> parse(std::string_view json);

    bool operator==(const People&) const = default;
};

}  // namespace likes::analytics
