#pragma once

#include <string_view>

#include "database/literal_rows.hpp"

/// The SQL of auditing, erasing and importing. The rules of sql.hpp hold here as well: a transaction that writes has
/// locked the summaries, with the statements of that file.
namespace likes::store::sql_text {

/// message, rows → the message at the end of this many rows of reactions after that message.
inline constexpr std::string_view kEndOfReactions = R"sql(
    SELECT message_id FROM reactions WHERE message_id > UNHEX(?) ORDER BY message_id LIMIT 1 OFFSET ?)sql";

/// message, rows → the same for summaries.
inline constexpr std::string_view kEndOfSummaries = R"sql(
    SELECT message_id FROM reaction_summaries WHERE message_id > UNHEX(?) ORDER BY message_id LIMIT 1 OFFSET ?)sql";

/// message, message → the summaries of the messages after the first, up to the second: message, reaction and all
/// columns of a summary.
inline constexpr std::string_view kSummariesBetween = R"sql(
    SELECT message_id, reaction, total, version, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', last_reacted_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', next_event_at), recent, unpublished
    FROM reaction_summaries WHERE message_id > UNHEX(?) AND message_id <= UNHEX(?))sql";

/// message, message → the rows of reactions on the messages after the first, up to the second, counted by target:
/// message, reaction, count, newest version and time.
inline constexpr std::string_view kTalliesBetween = R"sql(
    SELECT message_id, reaction, COUNT(*), MAX(version), TIMESTAMPDIFF(MICROSECOND, '1970-01-01', MAX(reacted_at))
    FROM reactions FORCE INDEX (by_version) WHERE message_id > UNHEX(?) AND message_id <= UNHEX(?)
    GROUP BY message_id, reaction)sql";

/// [message, reaction] → the rows of reactions of these targets, counted, beside what their summaries say (0 if there
/// is none): item, count, newest time, total, version. One statement, so one moment.
inline constexpr std::string_view kTallies = R"sql(
    SELECT STRAIGHT_JOIN q.item, COUNT(r.user_id), TIMESTAMPDIFF(MICROSECOND, '1970-01-01', MAX(r.reacted_at)),
           COALESCE(MAX(s.total), 0), COALESCE(MAX(s.version), 0)
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        reaction VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]')) q
    LEFT JOIN reaction_summaries s ON s.message_id = UNHEX(q.message) AND s.reaction = q.reaction
    LEFT JOIN reactions r FORCE INDEX (by_version) ON r.message_id = UNHEX(q.message) AND r.reaction = q.reaction
    GROUP BY q.item)sql";

/// [message, reaction, version] → the likers from that version on: item, user, version, time; in the order of item and
/// version.
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

/// message, reaction, time → the likes of one target after that time, in the order of their versions: user, time.
inline constexpr std::string_view kLikesAfter = R"sql(
    SELECT user_id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', reacted_at)
    FROM reactions FORCE INDEX (by_version)
    WHERE message_id = UNHEX(?) AND reaction = ?
      AND reacted_at > TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
    ORDER BY version)sql";

/// message, message, user → the user's reactions on the messages after the first, up to the second: message, reaction.
/// It reads all rows of this range: an index by user would make every like slower, for a query that is very rare.
inline constexpr std::string_view kReactionsOfUserBetween = R"sql(
    SELECT message_id, reaction FROM reactions FORCE INDEX (by_version)
    WHERE message_id > UNHEX(?) AND message_id <= UNHEX(?) AND user_id = ?
    ORDER BY message_id, reaction)sql";

/// user → begins an erasure. One that has begun already is changed by a microsecond that matters to nobody: so the
/// commit waits until everything is on the disk that this transaction could see.
inline constexpr std::string_view kBeginErasure = R"sql(
    INSERT INTO erasures (user_id, begun_at, erased, published) VALUES (?, UTC_TIMESTAMP(6), 0, 0)
    ON DUPLICATE KEY UPDATE
        begun_at = erasures.begun_at + INTERVAL IF(MICROSECOND(erasures.begun_at) % 2 = 0, 1, -1) MICROSECOND)sql";

/// user, number → adds that many rows of user_days to the user's erasure, as kRecordErased adds reactions.
inline constexpr std::string_view kRecordErasedDays = R"sql(
    INSERT INTO erasures (user_id, begun_at, erased, published, user_days) VALUES (?, UTC_TIMESTAMP(6), 0, 0, ?)
    ON DUPLICATE KEY UPDATE user_days = user_days + VALUES(user_days))sql";

/// user, numbers of notices, of notice_actors, of notice_heads, of notice_preferences, of notice_deliveries → adds that
/// many rows of these to the user's erasure.
inline constexpr std::string_view kRecordErasedNotices = R"sql(
    INSERT INTO erasures (user_id, begun_at, erased, published, notices, notice_actors, notice_heads,
                          notice_preferences, notice_deliveries)
    VALUES (?, UTC_TIMESTAMP(6), 0, 0, ?, ?, ?, ?, ?)
    ON DUPLICATE KEY UPDATE
        notices = notices + VALUES(notices), notice_actors = notice_actors + VALUES(notice_actors),
        notice_heads = notice_heads + VALUES(notice_heads),
        notice_preferences = notice_preferences + VALUES(notice_preferences),
        notice_deliveries = notice_deliveries + VALUES(notice_deliveries))sql";

/// user → when the erasure began, its counts so far, and the moment at which this statement began.
inline constexpr std::string_view kErasure = R"sql(
    SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', begun_at), erased, published, user_days, notices, notice_actors,
           notice_heads, notice_preferences, notice_deliveries,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))
    FROM erasures WHERE user_id = ?)sql";

/// user, all its counts → deletes the record of the erasure, unless it counts more by now.
inline constexpr std::string_view kEndErasure = R"sql(
    DELETE FROM erasures
    WHERE user_id = ? AND erased = ? AND published = ? AND user_days = ? AND notices = ? AND notice_actors = ?
      AND notice_heads = ? AND notice_preferences = ? AND notice_deliveries = ?)sql";

/// put, taken back, put, taken back: a change of the user as it stands in an entry → whether such a change is in the
/// outbox in a row that is not recorded, and whether one is in the feed. One statement, so one moment: what leaves the
/// outbox is seen in the feed.
inline constexpr std::string_view kOnTheirWay = R"sql(
    SELECT EXISTS (SELECT 1 FROM outbox FORCE INDEX (by_recorded)
                   WHERE recorded = FALSE AND (INSTR(entries, ?) > 0 OR INSTR(entries, ?) > 0)),
           EXISTS (SELECT 1 FROM feed WHERE INSTR(entries, ?) > 0 OR INSTR(entries, ?) > 0))sql";

/// user → the user's rows of user_days: chat, day. An index by the user would be more than a third of the table, for
/// what is done once in a user's life; so each chat is looked into, which costs two look-ups by the key.
inline constexpr std::string_view kDaysOfUser = R"sql(
    SELECT STRAIGHT_JOIN d.chat_id, d.day
    FROM (SELECT DISTINCT chat_id FROM user_days FORCE INDEX (PRIMARY)) c
    JOIN user_days d FORCE INDEX (PRIMARY) ON d.chat_id = c.chat_id AND d.user_id = ?)sql";

/// → voids what audits of the numbers have found and not corrected yet (see kLockAudited).
inline constexpr std::string_view kVoidAudits = R"sql(
    INSERT INTO cursors (name, at) VALUES ('audited', UTC_TIMESTAMP(6))
    ON DUPLICATE KEY UPDATE at = UTC_TIMESTAMP(6))sql";

/// user, limit → some of the user's notices: message.
inline constexpr std::string_view kNoticesOfRecipient =
    "SELECT message_id FROM notices FORCE INDEX (PRIMARY) WHERE recipient_id = ? LIMIT ? FOR UPDATE";

/// user, limit → some of the notices that remember the user: message.
inline constexpr std::string_view kNoticesKnowing =
    "SELECT message_id FROM notice_actors FORCE INDEX (by_user) WHERE user_id = ? LIMIT ?";

/// user, limit → some of the notices that name the user: recipient, message. It reads the whole table.
inline constexpr std::string_view kNoticesNaming = R"sql(
    SELECT recipient_id, message_id FROM notices
    WHERE INSTR(CONCAT(' ', newest), CONCAT(' ', ?, ',')) > 0 LIMIT ?)sql";

/// (recipient, message) → has the notices name nobody.
inline constexpr database::RowsStatement kNameNobody{
    "UPDATE notices SET newest = '' WHERE (recipient_id, message_id) IN (", ")"};

/// user → deletes what was to be sent to the user.
inline constexpr std::string_view kDeleteDeliveriesTo =
    "DELETE FROM notice_deliveries WHERE channel = 'in_app' AND recipient_id = ?";

/// user → deletes what the user wants to be told of.
inline constexpr std::string_view kDeletePreferencesOf = "DELETE FROM notice_preferences WHERE user_id = ?";

/// user → locks the user's head, if there is one.
inline constexpr std::string_view kLockHeadOf = "SELECT sequence FROM notice_heads WHERE recipient_id = ? FOR UPDATE";

/// user → deletes the user's head.
inline constexpr std::string_view kDeleteHeadOf = "DELETE FROM notice_heads WHERE recipient_id = ?";

/// user as a JSON text → deletes the lists that name the user.
inline constexpr std::string_view kDeleteRankingsNaming = "DELETE FROM rankings WHERE INSTR(items, ?) > 0";

}  // namespace likes::store::sql_text
