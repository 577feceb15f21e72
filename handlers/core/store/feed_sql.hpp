#pragma once

#include <string_view>

#include "database/literal_rows.hpp"

/// The SQL of those who are handed what has changed, and of what they remember. The rules of sql.hpp hold here as well.
namespace likes::store::sql_text {

/// consumer, limit → the consumer's oldest rows of the feed: id, length of the entries in bytes.
inline constexpr std::string_view kOldestOfFeed =
    "SELECT feed_id, LENGTH(entries) FROM feed WHERE consumer = ? ORDER BY feed_id LIMIT ?";

/// (consumer, id) → the rows of the feed that are still there: id, entries. Locks them in the order of the key.
inline constexpr database::RowsStatement kLockFeed{
    "SELECT feed_id, entries FROM feed FORCE INDEX (PRIMARY) WHERE (consumer, feed_id) IN (", ") FOR UPDATE"};

/// (consumer, id) → deletes the rows from the feed.
inline constexpr database::RowsStatement kDeleteFeed{
    "DELETE f FROM feed f FORCE INDEX (PRIMARY) WHERE (f.consumer, f.feed_id) IN (", ")"};

/// name, time → moves the cursor forward to that time; one that is there already stays.
inline constexpr std::string_view kMoveCursor = R"sql(
    INSERT INTO cursors (name, at) VALUES (?, TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND)
    ON DUPLICATE KEY UPDATE at = GREATEST(cursors.at, VALUES(at)))sql";

/// name → where the cursor is.
inline constexpr std::string_view kCursor =
    "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', at) FROM cursors WHERE name = ?";

}  // namespace likes::store::sql_text
