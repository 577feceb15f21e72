#pragma once

#include <string>
#include <string_view>

#include "base/uuid.hpp"
#include "likes/outbox_entry.hpp"

namespace likes {

/// What one transaction changed on one target, for those who are handed every change once. The column `entries` of the
/// feed holds one in each line.
struct FeedEntry {
    /// The row of the outbox, or an id like one if there was none; a UUIDv7, which begins with the moment of the
    /// change.
    Uuid outbox_id;
    Cause cause = Cause::kUsers;
    OutboxEntry entry;

    bool operator==(const FeedEntry&) const = default;
};

/// One line, without its end: `outbox-id cause` and then the entry, separated by spaces. The id is 32 hexadecimal
/// digits, the cause the number of the enumerator; `entry` is what format_entry wrote.
std::string format_feed_entry(const Uuid& outbox_id, Cause cause, std::string_view entry);
std::string format_feed_entry(const FeedEntry& entry);

/// Reads what format_feed_entry wrote. Throws std::runtime_error for anything else.
FeedEntry parse_feed_entry(std::string_view line);

}  // namespace likes
