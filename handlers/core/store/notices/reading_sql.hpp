#pragma once

#include <string_view>

#include "database/literal_rows.hpp"

/// The SQL of recipients who read their notices, dismiss them, and say what they want to be told of. The rules of
/// store/sql.hpp hold here as well.
///
/// The columns of a notice are those of `notices`, in the order of its definition, without the recipient. Its chat is
/// the one that the message is in now. Who may read a notice is decided here: its message is there, and the recipient
/// is in that chat.
namespace likes::store::sql_text {

/// recipient → the newest sequence number, and up to which one all is seen; no row if there never was a notice.
inline constexpr std::string_view kNoticeHead =
    "SELECT sequence, seen_sequence FROM notice_heads WHERE recipient_id = ?";

/// recipient, limit → how many notices are unread, counted up to the limit. Reads the index, and for each that is
/// unread its message and the membership.
inline constexpr std::string_view kCountUnread = R"sql(
    SELECT COUNT(*) FROM (
        SELECT STRAIGHT_JOIN 1
        FROM notice_heads h
        JOIN notices n FORCE INDEX (by_raised)
            ON n.recipient_id = h.recipient_id AND n.state = 0 AND n.raised_sequence > h.seen_sequence
               AND n.is_read = FALSE
        JOIN messages m ON m.message_id = n.message_id AND m.deleted_at IS NULL
        JOIN chat_members c FORCE INDEX (PRIMARY)
            ON c.chat_id = m.chat_id AND c.user_id = n.recipient_id AND c.left_at IS NULL
        WHERE h.recipient_id = ? LIMIT ?) u)sql";

/// recipient, sequence, greatest is_read, limit → the notices that were raised before that sequence number, the newest
/// first.
inline constexpr std::string_view kListedNotices = R"sql(
    SELECT STRAIGHT_JOIN n.message_id, m.chat_id, n.state, n.is_read, n.sequence, n.raised_sequence,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.raised_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.changed_at), n.actors, n.reactions, n.newest, n.new_since_read,
           n.milestone
    FROM notices n FORCE INDEX (by_raised)
    JOIN messages m ON m.message_id = n.message_id AND m.deleted_at IS NULL
    JOIN chat_members c FORCE INDEX (PRIMARY)
        ON c.chat_id = m.chat_id AND c.user_id = n.recipient_id AND c.left_at IS NULL
    WHERE n.recipient_id = ? AND n.state = 0 AND n.raised_sequence < ? AND n.is_read <= ?
    ORDER BY n.raised_sequence DESC LIMIT ?)sql";

/// recipient, sequence, limit → the notices that changed after that sequence number, in the order of their changes; of
/// one that may not be read, the chat is null.
inline constexpr std::string_view kChangedNotices = R"sql(
    SELECT STRAIGHT_JOIN n.message_id, c.chat_id, n.state, n.is_read, n.sequence, n.raised_sequence,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.raised_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.changed_at), n.actors, n.reactions, n.newest, n.new_since_read,
           n.milestone
    FROM notices n FORCE INDEX (by_sequence)
    LEFT JOIN messages m ON m.message_id = n.message_id AND m.deleted_at IS NULL
    LEFT JOIN chat_members c FORCE INDEX (PRIMARY)
        ON c.chat_id = m.chat_id AND c.user_id = n.recipient_id AND c.left_at IS NULL
    WHERE n.recipient_id = ? AND n.sequence > ? ORDER BY n.sequence LIMIT ?)sql";

/// [recipient, user] → for each: item, the user's name, null if there is none, and whether the recipient has blocked
/// the user.
inline constexpr std::string_view kNames = R"sql(
    SELECT STRAIGHT_JOIN q.item, p.name, b.blocked_id IS NOT NULL
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        recipient VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin PATH '$[0]',
        member VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]')) q
    LEFT JOIN profiles p FORCE INDEX (PRIMARY) ON p.user_id = q.member
    LEFT JOIN user_blocks b FORCE INDEX (PRIMARY) ON b.user_id = q.recipient AND b.blocked_id = q.member)sql";

/// (recipient) → the heads that are there: recipient, newest sequence number, seen sequence number, and the moment of
/// this statement. Locks them in the order of the key.
inline constexpr database::RowsStatement kLockReaders{
    R"sql(
    SELECT recipient_id, sequence, seen_sequence, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))
    FROM notice_heads FORCE INDEX (PRIMARY) WHERE recipient_id IN ()sql",
    ") FOR UPDATE"};

/// (recipient, message) → the notices that are there: recipient, then the columns of a notice, the chat being the one
/// that was stored. Locks them in the order of the key.
inline constexpr database::RowsStatement kLockRead{
    R"sql(
    SELECT n.recipient_id, n.message_id, n.chat_id, n.state, n.is_read, n.sequence, n.raised_sequence,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.raised_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.changed_at), n.actors, n.reactions, n.newest, n.new_since_read,
           n.milestone
    FROM notices n FORCE INDEX (PRIMARY) WHERE (n.recipient_id, n.message_id) IN ()sql",
    ") FOR UPDATE"};

/// state, is_read, new_since_read, sequence, changed_at, recipient, message → writes what a recipient changes of a
/// notice, which this transaction has locked.
inline constexpr std::string_view kWriteRead = R"sql(
    UPDATE notices
    SET state = ?, is_read = ?, new_since_read = ?, sequence = ?,
        changed_at = TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
    WHERE recipient_id = ? AND message_id = UNHEX(?))sql";

/// sequence, seen sequence, recipient → writes the head, which this transaction has locked.
inline constexpr std::string_view kWriteReader =
    "UPDATE notice_heads SET sequence = ?, seen_sequence = ? WHERE recipient_id = ?";

/// user, chat → what the user wants to be told of: likes, muted_until.
inline constexpr std::string_view kPreferences = R"sql(
    SELECT likes, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', muted_until)
    FROM notice_preferences WHERE user_id = ? AND chat_id = UNHEX(?))sql";

/// (user, chat, likes or null, muted_until or null) → writes what the user wants to be told of.
inline constexpr database::RowsStatement kWritePreferences{
    "INSERT INTO notice_preferences (user_id, chat_id, likes, muted_until) VALUES ",
    " ON DUPLICATE KEY UPDATE likes = VALUES(likes), muted_until = VALUES(muted_until)"};

/// user, chat → forgets it.
inline constexpr std::string_view kDeletePreferences =
    "DELETE FROM notice_preferences WHERE user_id = ? AND chat_id = UNHEX(?)";

}  // namespace likes::store::sql_text
