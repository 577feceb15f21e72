#pragma once

#include <string_view>

#include "database/literal_rows.hpp"

/// The SQL of the audit of the numbers. It reads in a snapshot, without a lock, and adds what is missing in short
/// transactions, which lock the rows in the order of their keys as those who count do.
namespace likes::store::sql_text {

/// → the moments that the audit needs: name, moment.
inline constexpr std::string_view kAuditedMoments = R"sql(
    SELECT name, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', at) FROM cursors
    WHERE name IN ('audited', 'counting', 'days_kept', 'quarters_kept'))sql";

/// chat → the next chat in which anything ever changed.
inline constexpr std::string_view kAuditedChatAfter =
    "SELECT chat_id FROM chat_changes WHERE chat_id > UNHEX(?) ORDER BY chat_id LIMIT 1";

/// chat, message, limit → the messages after that one which changed in the chat: message, and whether it is counted
/// there: it is in that chat still, or its row is gone.
inline constexpr std::string_view kAuditedMessages = R"sql(
    SELECT c.message_id, m.message_id IS NULL OR m.chat_id = c.chat_id
    FROM chat_changes c FORCE INDEX (PRIMARY) LEFT JOIN messages m ON m.message_id = c.message_id
    WHERE c.chat_id = UNHEX(?) AND c.message_id > UNHEX(?) ORDER BY c.message_id LIMIT ?)sql";

/// [message, chat] → those that are counted in the chat, by the same rule, and are not among its changes: message.
inline constexpr std::string_view kAuditedUnrecordedMessages = R"sql(
    SELECT STRAIGHT_JOIN UNHEX(q.message)
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        chat CHAR(32) CHARACTER SET ascii PATH '$[1]')) q
    LEFT JOIN messages m ON m.message_id = UNHEX(q.message)
    LEFT JOIN chat_changes c FORCE INDEX (PRIMARY)
        ON c.chat_id = UNHEX(q.chat) AND c.message_id = UNHEX(q.message)
    WHERE c.message_id IS NULL AND (m.message_id IS NULL OR m.chat_id = UNHEX(q.chat)))sql";

/// [message] → who sent those whose rows are there: item, sender.
inline constexpr std::string_view kAuditedSenders = R"sql(
    SELECT STRAIGHT_JOIN q.item, m.sender_id
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]')) q
    JOIN messages m ON m.message_id = UNHEX(q.message))sql";

/// [message] → their rows of reactions, counted by reaction and quarter: reaction, quarter, count.
inline constexpr std::string_view kAuditedRows = R"sql(
    SELECT STRAIGHT_JOIN r.reaction, GREATEST(TIMESTAMPDIFF(SECOND, '1970-01-01', r.reacted_at), 0) DIV 900 AS quarter,
           COUNT(*)
    FROM JSON_TABLE(?, '$[*]' COLUMNS (message CHAR(32) CHARACTER SET ascii PATH '$[0]')) q
    JOIN reactions r FORCE INDEX (by_version) ON r.message_id = UNHEX(q.message)
    GROUP BY r.reaction, quarter)sql";

/// [message] → the same rows, but for those of senders on their own messages, counted by user, sender and day: user,
/// sender (null: the message's row is gone), day, count.
inline constexpr std::string_view kAuditedRowsOfUsers = R"sql(
    SELECT STRAIGHT_JOIN r.user_id, m.sender_id,
           GREATEST(TIMESTAMPDIFF(SECOND, '1970-01-01', r.reacted_at), 0) DIV 86400 AS day, COUNT(*)
    FROM JSON_TABLE(?, '$[*]' COLUMNS (message CHAR(32) CHARACTER SET ascii PATH '$[0]')) q
    JOIN reactions r FORCE INDEX (by_version) ON r.message_id = UNHEX(q.message)
    LEFT JOIN messages m ON m.message_id = r.message_id
    WHERE m.message_id IS NULL OR m.sender_id <> r.user_id
    GROUP BY r.user_id, m.sender_id, day)sql";

/// chat → what is stored of its reactions: reaction, quarter, how many stand.
inline constexpr std::string_view kAuditedQuarters =
    "SELECT reaction, quarter, given - taken_back FROM like_quarters WHERE chat_id = UNHEX(?)";

/// chat → what is stored of its users: user, day, given, received.
inline constexpr std::string_view kAuditedUserDays =
    "SELECT user_id, day, given, received FROM user_days WHERE chat_id = UNHEX(?)";

/// digits of a chat, id, limit → the oldest rows of the outbox after that id whose changes the feed does not have: id,
/// cause, and the entries, '' if none is of that chat.
inline constexpr std::string_view kAuditedOutbox = R"sql(
    SELECT outbox_id, cause, IF(INSTR(entries, ?) > 0, entries, '') FROM outbox FORCE INDEX (by_recorded)
    WHERE recorded = FALSE AND outbox_id > UNHEX(?) ORDER BY outbox_id LIMIT ?)sql";

/// digits of a chat, id, limit → the oldest rows of the feed after that id that are not counted yet: id, and the
/// entries, '' if none is of that chat.
inline constexpr std::string_view kAuditedFeed = R"sql(
    SELECT feed_id, IF(INSTR(entries, ?) > 0, entries, '') FROM feed
    WHERE consumer = 'analytics' AND feed_id > UNHEX(?) ORDER BY feed_id LIMIT ?)sql";

/// → the moment of the last correction, no row if there was none. Locks it.
inline constexpr std::string_view kLockAudited = R"sql(
    SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', at) FROM cursors WHERE name = 'audited' FOR UPDATE)sql";

/// (name, moment) → the moment of the first correction. Fails with error 1062, a conflict, if another audit was first.
inline constexpr database::RowsStatement kBeginAudited{"INSERT INTO cursors (name, at) VALUES "};

/// (name, moment) → the moment of this correction, in the row that this transaction has locked.
inline constexpr database::RowsStatement kMoveAudited{kBeginAudited.before, " ON DUPLICATE KEY UPDATE at = VALUES(at)"};

}  // namespace likes::store::sql_text
