#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/uuid.hpp"
#include "likes/change.hpp"
#include "likes/reaction.hpp"

namespace likes {

/// Why the changes of a row of the outbox were made, as the column `cause` holds it.
enum class Cause : std::uint8_t {
    /// Users reacted.
    kUsers = 0,
    /// A counter had drifted and was corrected; nobody did anything.
    kCorrection = 1,
    /// The data of a user was erased.
    kErasure = 2,
    /// Likes of the past were imported. Only in the feed: no event is published about them.
    kImport = 3,
};

/// What one transaction changed on one target. The column `entries` of the outbox holds one in each line.
struct OutboxEntry {
    Uuid chat;
    MessageReaction target;
    /// In order, each with the moment at which its reaction was given. None if only the count was corrected.
    std::vector<Change> changes;

    bool operator==(const OutboxEntry&) const = default;
};

/// One line, without its end: `chat message reaction`, then `+user,seconds` or `-user,seconds` for each change, all
/// separated by spaces. The ids are 32 hexadecimal digits; the seconds since 1970 are those of Change::given_at.
std::string format_entry(const Uuid& chat, const MessageReaction& target, std::span<const Change> changes);

/// Reads what format_entry wrote. Throws std::runtime_error for anything else.
OutboxEntry parse_entry(std::string_view line);

/// The same for a line of a row in the table; nullopt for one that this service cannot have written, which must not
/// keep the others from being dealt with.
std::optional<OutboxEntry> read_entry(std::string_view line);

}  // namespace likes
