#pragma once

#include <string_view>

#include "database/literal_rows.hpp"

/// The SQL of withdrawing notices without anybody's reaction, and of deleting those that are kept no longer. The rules
/// of
/// ../sql.hpp hold here as well.
namespace likes::store::sql_text {

/// time, limit → messages whose senders have left the chat since that time, and have a notice of them there: message.
inline constexpr std::string_view kNoticesOfLeavers = R"sql(
    SELECT STRAIGHT_JOIN n.message_id
    FROM chat_members c FORCE INDEX (by_left_at)
    JOIN notices n FORCE INDEX (PRIMARY) ON n.recipient_id = c.user_id AND n.chat_id = c.chat_id AND n.state <> 2
    WHERE c.left_at >= TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
    LIMIT ?)sql";

/// time, limit → messages that were deleted since that time and have a notice in a list: message.
inline constexpr std::string_view kNoticesOfDeleted = R"sql(
    SELECT STRAIGHT_JOIN n.message_id
    FROM messages m FORCE INDEX (by_deleted_at)
    JOIN notices n FORCE INDEX (by_message) ON n.message_id = m.message_id AND n.state = 0
    WHERE m.deleted_at >= TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
    LIMIT ?)sql";

/// time, limit → notices whose newest news is older than that: recipient, message.
inline constexpr std::string_view kOldNotices = R"sql(
    SELECT recipient_id, message_id FROM notices FORCE INDEX (by_age)
    WHERE raised_at < TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND ORDER BY raised_at LIMIT ?)sql";

/// time, limit → notices that were withdrawn before that: recipient, message.
inline constexpr std::string_view kWithdrawnNotices = R"sql(
    SELECT recipient_id, message_id FROM notices FORCE INDEX (by_state)
    WHERE state = 1 AND changed_at < TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
    ORDER BY changed_at LIMIT ?)sql";

/// recipient, limit → the recipients after that one, in their order, and how many notices each has.
inline constexpr std::string_view kNoticesOfRecipients = R"sql(
    SELECT h.recipient_id, (SELECT COUNT(*) FROM notices n WHERE n.recipient_id = h.recipient_id)
    FROM notice_heads h FORCE INDEX (PRIMARY) WHERE h.recipient_id > ? ORDER BY h.recipient_id LIMIT ?)sql";

/// recipient, limit, number → the recipient's notices but for that many of the newest: message.
inline constexpr std::string_view kSurplusNotices = R"sql(
    SELECT message_id FROM notices FORCE INDEX (PRIMARY) WHERE recipient_id = ?
    ORDER BY raised_sequence DESC LIMIT ? OFFSET ?)sql";

/// (recipient, message) → deletes the notices.
inline constexpr database::RowsStatement kDeleteNotices{
    R"sql(
    DELETE n FROM notices n FORCE INDEX (PRIMARY) WHERE (n.recipient_id, n.message_id) IN ()sql",
    ")"};

/// (message) → has the messages' notices forget everybody.
inline constexpr database::RowsStatement kForgetAllActors{
    "DELETE a FROM notice_actors a FORCE INDEX (PRIMARY) WHERE a.message_id IN (", ")"};

/// (channel, recipient, message) → deletes what was to be sent of the notices.
inline constexpr database::RowsStatement kDeleteDeliveries{
    R"sql(
    DELETE d FROM notice_deliveries d FORCE INDEX (PRIMARY) WHERE (d.channel, d.recipient_id, d.message_id) IN ()sql",
    ")"};

}  // namespace likes::store::sql_text
