#pragma once

#include <string_view>

/// The SQL of the lists: made for a request, or in advance, and shown. The rules of store/sql.hpp hold here as well.
/// `begin` is a moment, in microseconds since 1970, and `least` the least count that is looked for.
///
/// A list that is made in advance is read in parts, in the order of a primary key: one statement finds where the part
/// ends, another one returns the first of the list among what is in the part.
namespace likes::store::sql_text {

/// chat, kind, span, reaction → a row if somebody has asked for the list lately.
inline constexpr std::string_view kIsRanked =
    "SELECT 1 FROM rankings WHERE chat_id = UNHEX(?) AND kind = ? AND span = ? AND reaction = ?";

/// moment, moment, age, factor, limit → the lists that were asked for since the first moment, and that at the second
/// one were not made yet, or longer ago than that many milliseconds and than that many times what they cost: chat,
/// kind, span, reaction, whether it was made. Those that were not come first, then the oldest.
inline constexpr std::string_view kDueRankings = R"sql(
    SELECT chat_id, kind, span, reaction, computed_at IS NOT NULL
    FROM rankings FORCE INDEX (by_wanted)
    WHERE wanted_at >= TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
      AND (computed_at IS NULL
           OR TIMESTAMPDIFF(MICROSECOND, '1970-01-01', computed_at) <= ? - 1000 * GREATEST(?, ? * cost_ms))
    ORDER BY computed_at IS NOT NULL, IFNULL(computed_at, wanted_at), chat_id, kind, span, reaction LIMIT ?)sql";

/// computed_at, cost_ms, items, chat, kind, span, reaction → writes the list, if it is still there.
inline constexpr std::string_view kWriteRanking = R"sql(
    UPDATE rankings
    SET computed_at = TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND, cost_ms = ?, items = ?
    WHERE chat_id = UNHEX(?) AND kind = ? AND span = ? AND reaction = ?)sql";

/// chat, messages → a row if somebody has ever reacted to more than that many messages of the chat.
inline constexpr std::string_view kIsLonger = R"sql(
    SELECT 1 FROM chat_changes FORCE INDEX (PRIMARY) WHERE chat_id = UNHEX(?) LIMIT 1 OFFSET ?)sql";

/// reaction, begin, chat, limit → a row for each message of the chat that somebody has ever reacted to: the message,
/// when it was written, its count. Nulls if it does not belong in the list. The limit is on what is read.
inline constexpr std::string_view kMessagesOfChat = R"sql(
    SELECT STRAIGHT_JOIN m.message_id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', m.created_at), s.total
    FROM chat_changes c FORCE INDEX (PRIMARY)
    LEFT JOIN reaction_summaries s FORCE INDEX (PRIMARY)
        ON s.message_id = c.message_id AND s.reaction = ? AND s.total > 0
    LEFT JOIN messages m
        ON m.message_id = s.message_id AND m.chat_id = c.chat_id AND m.deleted_at IS NULL
           AND m.created_at >= TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
    WHERE c.chat_id = UNHEX(?) LIMIT ?)sql";

/// begin, chat, limit → the same for all reactions: a row for each reaction that was ever put on a message.
inline constexpr std::string_view kMessagesOfChatByAll = R"sql(
    SELECT STRAIGHT_JOIN m.message_id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', m.created_at), s.total
    FROM chat_changes c FORCE INDEX (PRIMARY)
    LEFT JOIN reaction_summaries s FORCE INDEX (PRIMARY) ON s.message_id = c.message_id AND s.total > 0
    LEFT JOIN messages m
        ON m.message_id = s.message_id AND m.chat_id = c.chat_id AND m.deleted_at IS NULL
           AND m.created_at >= TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
    WHERE c.chat_id = UNHEX(?) LIMIT ?)sql";

/// chat, message, rows → the message at the end of this many of the chat's messages after that one.
inline constexpr std::string_view kEndOfChatMessages = R"sql(
    SELECT message_id FROM chat_changes FORCE INDEX (PRIMARY)
    WHERE chat_id = UNHEX(?) AND message_id > UNHEX(?) ORDER BY message_id LIMIT 1 OFFSET ?)sql";

/// reaction, least, begin, chat, message, message, limit → of the chat's messages after the first one, up to the
/// second, those with the greatest counts: the message, when it was written, its count.
inline constexpr std::string_view kTopOfChat = R"sql(
    SELECT STRAIGHT_JOIN m.message_id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', m.created_at), s.total
    FROM chat_changes c FORCE INDEX (PRIMARY)
    JOIN reaction_summaries s FORCE INDEX (PRIMARY)
        ON s.message_id = c.message_id AND s.reaction = ? AND s.total >= ?
    JOIN messages m
        ON m.message_id = s.message_id AND m.chat_id = c.chat_id AND m.deleted_at IS NULL
           AND m.created_at >= TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
    WHERE c.chat_id = UNHEX(?) AND c.message_id > UNHEX(?) AND c.message_id <= UNHEX(?)
    ORDER BY s.total DESC, m.created_at DESC, m.message_id LIMIT ?)sql";

/// chat, message, message, least, chat, begin, limit → the same for all reactions.
inline constexpr std::string_view kTopOfChatByAll = R"sql(
    SELECT STRAIGHT_JOIN t.message_id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', m.created_at), t.together
    FROM (
        SELECT STRAIGHT_JOIN c.message_id, CAST(SUM(s.total) AS UNSIGNED) AS together
        FROM chat_changes c FORCE INDEX (PRIMARY)
        JOIN reaction_summaries s FORCE INDEX (PRIMARY) ON s.message_id = c.message_id
        WHERE c.chat_id = UNHEX(?) AND c.message_id > UNHEX(?) AND c.message_id <= UNHEX(?)
        GROUP BY c.message_id HAVING together >= ?) t
    JOIN messages m
        ON m.message_id = t.message_id AND m.chat_id = UNHEX(?) AND m.deleted_at IS NULL
           AND m.created_at >= TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
    ORDER BY t.together DESC, m.created_at DESC, t.message_id LIMIT ?)sql";

/// begin, message, message, reaction, least, limit → what kTopOfChat returns, of the messages of all chats.
inline constexpr std::string_view kTop = R"sql(
    SELECT STRAIGHT_JOIN m.message_id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', m.created_at), s.total
    FROM reaction_summaries s FORCE INDEX (PRIMARY)
    JOIN messages m
        ON m.message_id = s.message_id AND m.deleted_at IS NULL
           AND m.created_at >= TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
    WHERE s.message_id > UNHEX(?) AND s.message_id <= UNHEX(?) AND s.reaction = ? AND s.total >= ?
    ORDER BY s.total DESC, m.created_at DESC, m.message_id LIMIT ?)sql";

/// message, message, least, begin, limit → the same for all reactions.
inline constexpr std::string_view kTopByAll = R"sql(
    SELECT STRAIGHT_JOIN t.message_id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', m.created_at), t.together
    FROM (
        SELECT message_id, CAST(SUM(total) AS UNSIGNED) AS together FROM reaction_summaries FORCE INDEX (PRIMARY)
        WHERE message_id > UNHEX(?) AND message_id <= UNHEX(?)
        GROUP BY message_id HAVING together >= ?) t
    JOIN messages m
        ON m.message_id = t.message_id AND m.deleted_at IS NULL
           AND m.created_at >= TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
    ORDER BY t.together DESC, m.created_at DESC, t.message_id LIMIT ?)sql";

/// [message] → the reactions that somebody has put on these messages: item, reaction, count.
inline constexpr std::string_view kReactionsOfMessages = R"sql(
    SELECT STRAIGHT_JOIN q.item, s.reaction, s.total
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]')) q
    JOIN reaction_summaries s FORCE INDEX (PRIMARY) ON s.message_id = UNHEX(q.message) AND s.total > 0)sql";

/// [message] → for each message that is there and not deleted: item, its chat, its sender, when it was written.
inline constexpr std::string_view kMessagesThere = R"sql(
    SELECT STRAIGHT_JOIN q.item, m.chat_id, m.sender_id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', m.created_at)
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]')) q
    JOIN messages m ON m.message_id = UNHEX(q.message) AND m.deleted_at IS NULL)sql";

/// day, whether given, chat, limit → the rows of the chat's users, those of a user one after another: user, and what
/// belongs in the list of it. The limit is on what is read.
inline constexpr std::string_view kUserDays = R"sql(
    SELECT user_id, IF(day >= ?, IF(?, given, received), 0)
    FROM user_days FORCE INDEX (PRIMARY) WHERE chat_id = UNHEX(?) ORDER BY user_id, day LIMIT ?)sql";

/// whether given, chat, user, day → the count of one user.
inline constexpr std::string_view kCountOfUser = R"sql(
    SELECT GREATEST(0, CAST(COALESCE(SUM(IF(?, given, received)), 0) AS SIGNED))
    FROM user_days FORCE INDEX (PRIMARY) WHERE chat_id = UNHEX(?) AND user_id = ? AND day >= ?)sql";

/// chat, user, rows → the user at the end of this many rows of the chat after that user.
inline constexpr std::string_view kEndOfUsers = R"sql(
    SELECT user_id FROM user_days FORCE INDEX (PRIMARY)
    WHERE chat_id = UNHEX(?) AND user_id > ? ORDER BY user_id LIMIT 1 OFFSET ?)sql";

/// whether given, chat, user, user, day, least, limit → of the users after the first one, up to the second, those with
/// the greatest counts: user, count.
inline constexpr std::string_view kTopUsers = R"sql(
    SELECT user_id, CAST(SUM(IF(?, given, received)) AS SIGNED) AS together
    FROM user_days FORCE INDEX (PRIMARY)
    WHERE chat_id = UNHEX(?) AND user_id > ? AND user_id <= ? AND day >= ?
    GROUP BY user_id HAVING together >= ? ORDER BY together DESC, user_id LIMIT ?)sql";

/// whether given, chat, user, user, day, least, chat, limit → the same of the users who are in the chat now.
inline constexpr std::string_view kTopMembers = R"sql(
    SELECT STRAIGHT_JOIN t.user_id, t.together
    FROM (
        SELECT user_id, CAST(SUM(IF(?, given, received)) AS SIGNED) AS together
        FROM user_days FORCE INDEX (PRIMARY)
        WHERE chat_id = UNHEX(?) AND user_id > ? AND user_id <= ? AND day >= ?
        GROUP BY user_id HAVING together >= ?) t
    JOIN chat_members c FORCE INDEX (PRIMARY)
        ON c.chat_id = UNHEX(?) AND c.user_id = t.user_id AND c.left_at IS NULL
    ORDER BY t.together DESC, t.user_id LIMIT ?)sql";

/// [chat, user] → for each user who has a number in the chat and is not being erased: item.
inline constexpr std::string_view kUsersThere = R"sql(
    SELECT STRAIGHT_JOIN q.item
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        chat CHAR(32) CHARACTER SET ascii PATH '$[0]',
        member VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]')) q
    LEFT JOIN erasures e ON e.user_id = q.member
    WHERE e.user_id IS NULL
      AND EXISTS (SELECT 1 FROM user_days d WHERE d.chat_id = UNHEX(q.chat) AND d.user_id = q.member))sql";

/// [chat, user] → the same of the users who are in the chat now.
inline constexpr std::string_view kMembersThere = R"sql(
    SELECT STRAIGHT_JOIN q.item
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        chat CHAR(32) CHARACTER SET ascii PATH '$[0]',
        member VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]')) q
    JOIN chat_members c FORCE INDEX (PRIMARY)
        ON c.chat_id = UNHEX(q.chat) AND c.user_id = q.member AND c.left_at IS NULL
    LEFT JOIN erasures e ON e.user_id = q.member
    WHERE e.user_id IS NULL
      AND EXISTS (SELECT 1 FROM user_days d WHERE d.chat_id = c.chat_id AND d.user_id = c.user_id))sql";

/// chat, rows → the chat at the end of this many rows after that chat.
inline constexpr std::string_view kEndOfChats = R"sql(
    SELECT chat_id FROM like_quarters FORCE INDEX (PRIMARY)
    WHERE chat_id > UNHEX(?) ORDER BY chat_id LIMIT 1 OFFSET ?)sql";

/// chat, chat, quarter, least, limit → of the chats after the first one, up to the second, those with the greatest
/// counts: chat, count.
inline constexpr std::string_view kTopChats = R"sql(
    SELECT chat_id, CAST(SUM(given - taken_back) AS SIGNED) AS together
    FROM like_quarters FORCE INDEX (PRIMARY)
    WHERE chat_id > UNHEX(?) AND chat_id <= UNHEX(?) AND reaction = '*' AND quarter >= ?
    GROUP BY chat_id HAVING together >= ? ORDER BY together DESC, chat_id LIMIT ?)sql";

/// [chat] → for each chat that is there: item.
inline constexpr std::string_view kChatsThere = R"sql(
    SELECT STRAIGHT_JOIN q.item
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        chat CHAR(32) CHARACTER SET ascii PATH '$[0]')) q
    JOIN chats h ON h.chat_id = UNHEX(q.chat))sql";

/// quarter, the same, chat, chat, earlier quarter → of the chats after the first one, up to the second: in how many
/// somebody has reacted since the quarter, and in how many from the earlier quarter until then.
inline constexpr std::string_view kCountChats = R"sql(
    SELECT COUNT(IF(t.together > 0, 1, NULL)), COUNT(IF(t.earlier > 0, 1, NULL))
    FROM (
        SELECT SUM(IF(quarter >= ?, given - taken_back, 0)) AS together,
               SUM(IF(quarter < ?, given - taken_back, 0)) AS earlier
        FROM like_quarters FORCE INDEX (PRIMARY)
        WHERE chat_id > UNHEX(?) AND chat_id <= UNHEX(?) AND reaction = '*' AND quarter >= ?
        GROUP BY chat_id) t)sql";

/// day, the same, chat, user, user, earlier day → of the chat's users after the first one, up to the second: how many
/// have given a reaction since the day, and how many from the earlier day until then.
inline constexpr std::string_view kCountLikers = R"sql(
    SELECT COUNT(IF(t.together > 0, 1, NULL)), COUNT(IF(t.earlier > 0, 1, NULL))
    FROM (
        SELECT SUM(IF(day >= ?, given, 0)) AS together, SUM(IF(day < ?, given, 0)) AS earlier
        FROM user_days FORCE INDEX (PRIMARY)
        WHERE chat_id = UNHEX(?) AND user_id > ? AND user_id <= ? AND day >= ?
        GROUP BY user_id) t)sql";

}  // namespace likes::store::sql_text
