#pragma once

#include <string_view>

/// The SQL of auditing, erasing and importing. The rules of sql.hpp hold here as well: whoever writes has locked the
/// summaries, with the statements that are there.
namespace likes::store::sql_text {

/// message, rows → the message at which so many rows of reactions after that message end.
inline constexpr std::string_view kEndOfReactions = R"sql(
    SELECT message_id FROM reactions WHERE message_id > UNHEX(?) ORDER BY message_id LIMIT 1 OFFSET ?)sql";

/// message, rows → the same for summaries.
inline constexpr std::string_view kEndOfSummaries = R"sql(
    SELECT message_id FROM reaction_summaries WHERE message_id > UNHEX(?) ORDER BY message_id LIMIT 1 OFFSET ?)sql";

/// message, message → the summaries after the one, up to the other: message, reaction and all of a summary's columns.
inline constexpr std::string_view kSummariesBetween = R"sql(
    SELECT message_id, reaction, total, version, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', last_reacted_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', next_event_at), recent, untold
    FROM reaction_summaries WHERE message_id > UNHEX(?) AND message_id <= UNHEX(?))sql";

/// message, message → what the rows of reactions in there come to: message, reaction, how many, newest version and
/// time.
inline constexpr std::string_view kTalliesBetween = R"sql(
    SELECT message_id, reaction, COUNT(*), MAX(version), TIMESTAMPDIFF(MICROSECOND, '1970-01-01', MAX(reacted_at))
    FROM reactions FORCE INDEX (by_version) WHERE message_id > UNHEX(?) AND message_id <= UNHEX(?)
    GROUP BY message_id, reaction)sql";

/// [message, reaction] → the same for these subjects: item, how many, newest version and time. Those without rows are
/// not there.
inline constexpr std::string_view kTallies = R"sql(
    SELECT STRAIGHT_JOIN q.item, COUNT(*), MAX(r.version),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', MAX(r.reacted_at))
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        reaction VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]')) q
    JOIN reactions r FORCE INDEX (by_version) ON r.message_id = UNHEX(q.message) AND r.reaction = q.reaction
    GROUP BY q.item)sql";

/// [message, reaction, version] → the likers from that version on: item, user, version, time; in the order of both.
inline constexpr std::string_view kLikersSince = R"sql(
    SELECT STRAIGHT_JOIN q.item, r.user_id, r.version, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', r.reacted_at)
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        reaction VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]',
        version BIGINT UNSIGNED PATH '$[2]')) q
    JOIN reactions r FORCE INDEX (by_version)
        ON r.message_id = UNHEX(q.message) AND r.reaction = q.reaction AND r.version >= q.version
    ORDER BY q.item, r.version)sql";

/// message, reaction, time → the likes of one subject after that time, in the order of their versions: user, time.
inline constexpr std::string_view kLikesAfter = R"sql(
    SELECT user_id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', reacted_at)
    FROM reactions FORCE INDEX (by_version)
    WHERE message_id = UNHEX(?) AND reaction = ?
      AND reacted_at > TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
    ORDER BY version)sql";

/// message, message, user → what the user has put on the messages after the one, up to the other: message, reaction. It
/// reads all rows in there: an index by user would cost every like something, for what is asked once in a blue moon.
inline constexpr std::string_view kReactionsOfUserBetween = R"sql(
    SELECT message_id, reaction FROM reactions FORCE INDEX (by_version)
    WHERE message_id > UNHEX(?) AND message_id <= UNHEX(?) AND user_id = ?
    ORDER BY message_id, reaction)sql";

/// [message] → for each message that is there and not deleted: item and its chat.
inline constexpr std::string_view kChatsOfMessages = R"sql(
    SELECT STRAIGHT_JOIN q.item, m.chat_id
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]')) q
    JOIN messages m ON m.message_id = UNHEX(q.message) AND m.deleted_at IS NULL)sql";

/// [message, reaction, user, version, reacted_at] → the rows come, or get that version if they are there.
inline constexpr std::string_view kPutReactions = R"sql(
    INSERT INTO reactions (message_id, reaction, user_id, version, reacted_at)
    SELECT UNHEX(q.message), q.reaction, q.member, q.version,
           TIMESTAMP'1970-01-01 00:00:00' + INTERVAL q.reacted_at MICROSECOND
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        reaction VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]',
        member VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$[2]',
        version BIGINT UNSIGNED PATH '$[3]',
        reacted_at BIGINT PATH '$[4]')) q
    ON DUPLICATE KEY UPDATE version = VALUES(version))sql";

/// user → an erasure begins, unless one was interrupted.
inline constexpr std::string_view kBeginErasure = R"sql(
    INSERT INTO erasures (user_id, begun_at, erased, told) VALUES (?, UTC_TIMESTAMP(6), 0, 0)
    ON DUPLICATE KEY UPDATE erasures.erased = erasures.erased)sql";

/// erased, told, user → so many more are erased, and so many of them told.
inline constexpr std::string_view kRecordErased =
    "UPDATE erasures SET erased = erased + ?, told = told + ? WHERE user_id = ?";

/// user → when the erasure began, what it has come to, and the moment that this statement began.
inline constexpr std::string_view kErasure = R"sql(
    SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', begun_at), erased, told,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))
    FROM erasures WHERE user_id = ?)sql";

/// user → nothing of the erasure is kept.
inline constexpr std::string_view kEndErasure = "DELETE FROM erasures WHERE user_id = ?";

}  // namespace likes::store::sql_text
