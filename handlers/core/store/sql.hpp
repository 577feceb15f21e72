#pragma once

#include <string_view>

/// All SQL of the handlers and the relay; that of auditing, erasing and importing is in upkeep/sql.hpp. Every statement
/// takes a whole batch as one parameter, a JSON array with a row per item (see database/batch_parameters.hpp), so its
/// text never changes and is prepared once. Valid on MariaDB 10.6+ and MySQL 8: no stored code, no locks by name, no
/// SKIP LOCKED, no RETURNING. Times are passed as microseconds since 1970.
///
/// STRAIGHT_JOIN keeps the order of the batch, which is the order of the row locks.
namespace likes::store::sql_text {

/// [message, user] → for each message that is there: item, its chat, whether the user is in it now.
inline constexpr std::string_view kResolve = R"sql(
    SELECT STRAIGHT_JOIN q.item, m.chat_id, c.user_id IS NOT NULL
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        member VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]')) q
    JOIN messages m ON m.message_id = UNHEX(q.message) AND m.deleted_at IS NULL
    LEFT JOIN chat_members c ON c.chat_id = m.chat_id AND c.user_id = q.member AND c.left_at IS NULL)sql";

/// [message] → for each message that is there and not deleted: item and its chat.
inline constexpr std::string_view kChatsOfMessages = R"sql(
    SELECT STRAIGHT_JOIN q.item, m.chat_id
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]')) q
    JOIN messages m ON m.message_id = UNHEX(q.message) AND m.deleted_at IS NULL)sql";

/// [message, reaction] → for each summary that is there: item and its columns. Locks them in the order of the batch.
inline constexpr std::string_view kLockSummaries = R"sql(
    SELECT STRAIGHT_JOIN q.item, s.total, s.version,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', s.last_reacted_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', s.next_event_at), s.recent, s.unpublished
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        reaction VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]')) q
    JOIN reaction_summaries s ON s.message_id = UNHEX(q.message) AND s.reaction = q.reaction
    FOR UPDATE)sql";

/// [message, reaction] → makes the summaries of targets that never had one. ON DUPLICATE KEY takes the exclusive lock
/// at once where another writer was first; IGNORE would take a shared one, and two of those deadlock.
inline constexpr std::string_view kCreateSummaries = R"sql(
    INSERT INTO reaction_summaries (message_id, reaction, total, version, last_reacted_at, next_event_at, recent, unpublished)
    SELECT UNHEX(q.message), q.reaction, 0, 0, NULL, '1970-01-01', '', ''
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        reaction VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]')) q
    ON DUPLICATE KEY UPDATE reaction_summaries.version = reaction_summaries.version)sql";

/// [message, reaction, user] → items whose row is there.
inline constexpr std::string_view kFindReactions = R"sql(
    SELECT STRAIGHT_JOIN q.item
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        reaction VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]',
        member VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$[2]')) q
    JOIN reactions r ON r.message_id = UNHEX(q.message) AND r.reaction = q.reaction AND r.user_id = q.member)sql";

/// message, reaction, version, limit → the newest likers before that version, newest first.
inline constexpr std::string_view kPageOfReactions = R"sql(
    SELECT user_id, version, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', reacted_at)
    FROM reactions FORCE INDEX (by_version)
    WHERE message_id = UNHEX(?) AND reaction = ? AND version < ?
    ORDER BY version DESC LIMIT ?)sql";

/// [message, reaction, user] → deletes the rows.
inline constexpr std::string_view kDeleteReactions = R"sql(
    DELETE r
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        reaction VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]',
        member VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$[2]')) q
    STRAIGHT_JOIN reactions r ON r.message_id = UNHEX(q.message) AND r.reaction = q.reaction AND r.user_id = q.member)sql";

/// [message, reaction, user, version, reacted_at] → inserts the rows, or gives them that version and time if they are
/// there. To a writer that is a row that its summary does not count, which would harm the whole batch otherwise: it
/// becomes the like that is counted now.
inline constexpr std::string_view kInsertReactions = R"sql(
    INSERT INTO reactions (message_id, reaction, user_id, version, reacted_at)
    SELECT UNHEX(q.message), q.reaction, q.member, q.version,
           TIMESTAMP'1970-01-01 00:00:00' + INTERVAL q.reacted_at MICROSECOND
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        reaction VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]',
        member VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$[2]',
        version BIGINT UNSIGNED PATH '$[3]',
        reacted_at BIGINT PATH '$[4]')) q
    ON DUPLICATE KEY UPDATE version = VALUES(version), reacted_at = VALUES(reacted_at))sql";

/// [message, reaction, total, version, last_reacted_at or null, next_event_at, recent, unpublished] → writes the
/// summaries, which this transaction has locked.
inline constexpr std::string_view kWriteSummaries = R"sql(
    INSERT INTO reaction_summaries
        (message_id, reaction, total, version, last_reacted_at, next_event_at, recent, unpublished)
    SELECT UNHEX(q.message), q.reaction, q.total, q.version,
           TIMESTAMP'1970-01-01 00:00:00' + INTERVAL q.last_reacted_at MICROSECOND,
           TIMESTAMP'1970-01-01 00:00:00' + INTERVAL q.next_event_at MICROSECOND, q.recent, q.unpublished
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        reaction VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]',
        total INT UNSIGNED PATH '$[2]',
        version BIGINT UNSIGNED PATH '$[3]',
        last_reacted_at BIGINT PATH '$[4]',
        next_event_at BIGINT PATH '$[5]',
        recent MEDIUMTEXT CHARACTER SET ascii PATH '$[6]',
        unpublished MEDIUMTEXT CHARACTER SET ascii PATH '$[7]')) q
    ON DUPLICATE KEY UPDATE
        total = VALUES(total), version = VALUES(version), last_reacted_at = VALUES(last_reacted_at),
        next_event_at = VALUES(next_event_at), recent = VALUES(recent), unpublished = VALUES(unpublished))sql";

/// [message, reaction, version, next_event_at] → gives the summaries, which this transaction has locked, a new version
/// up to which everything is published again.
inline constexpr std::string_view kRepublishSummaries = R"sql(
    UPDATE JSON_TABLE(?, '$[*]' COLUMNS (
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        reaction VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]',
        version BIGINT UNSIGNED PATH '$[2]',
        next_event_at BIGINT PATH '$[3]')) q
    STRAIGHT_JOIN reaction_summaries s ON s.message_id = UNHEX(q.message) AND s.reaction = q.reaction
    SET s.version = q.version, s.unpublished = '',
        s.next_event_at = TIMESTAMP'1970-01-01 00:00:00' + INTERVAL q.next_event_at MICROSECOND)sql";

/// message, reaction → changes the summary, which this transaction has locked, by a microsecond that matters to nobody
/// (see touch_summary).
inline constexpr std::string_view kTouchSummary = R"sql(
    UPDATE reaction_summaries
    SET next_event_at = next_event_at + INTERVAL IF(MICROSECOND(next_event_at) % 2 = 0, 1, -1) MICROSECOND
    WHERE message_id = UNHEX(?) AND reaction = ?)sql";

/// [event, chat, message, reaction, changes] → inserts the rows into the outbox.
inline constexpr std::string_view kInsertOutbox = R"sql(
    INSERT INTO outbox (event_id, chat_id, message_id, reaction, changes)
    SELECT UNHEX(q.event), UNHEX(q.chat), UNHEX(q.message), q.reaction, q.changes
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        event CHAR(32) CHARACTER SET ascii PATH '$[0]',
        chat CHAR(32) CHARACTER SET ascii PATH '$[1]',
        message CHAR(32) CHARACTER SET ascii PATH '$[2]',
        reaction VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[3]',
        changes MEDIUMTEXT CHARACTER SET ascii PATH '$[4]')) q)sql";

/// user, erased, published → adds these counts to the user's erasure. There is none if another process that erases the
/// same user has just handed out its receipt.
inline constexpr std::string_view kRecordErased = R"sql(
    INSERT INTO erasures (user_id, begun_at, erased, published) VALUES (?, UTC_TIMESTAMP(6), ?, ?)
    ON DUPLICATE KEY UPDATE erased = erased + VALUES(erased), published = published + VALUES(published))sql";

/// [chat] → raises the sequence number of each chat. The row stays locked until the commit, so a reader who has seen a
/// number has missed none before it. The numbers are of the clock, so that one which a reader saw just before a crash,
/// and which the crash undid, does not come again for something else.
inline constexpr std::string_view kNextSequences = R"sql(
    INSERT INTO chat_sequences (chat_id, sequence)
    SELECT UNHEX(q.chat), TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))
    FROM JSON_TABLE(?, '$[*]' COLUMNS (chat CHAR(32) CHARACTER SET ascii PATH '$[0]')) q
    ON DUPLICATE KEY UPDATE
        chat_sequences.sequence = GREATEST(chat_sequences.sequence + 1, VALUES(sequence)))sql";

/// [chat, message] → records that the messages changed at their chat's newest sequence number.
inline constexpr std::string_view kRecordChanges = R"sql(
    INSERT INTO chat_changes (chat_id, message_id, sequence)
    SELECT STRAIGHT_JOIN s.chat_id, UNHEX(q.message), s.sequence
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        chat CHAR(32) CHARACTER SET ascii PATH '$[0]',
        message CHAR(32) CHARACTER SET ascii PATH '$[1]')) q
    JOIN chat_sequences s ON s.chat_id = UNHEX(q.chat)
    ON DUPLICATE KEY UPDATE sequence = VALUES(sequence))sql";

/// [event] → deletes the rows from the outbox.
inline constexpr std::string_view kDeleteOutbox = R"sql(
    DELETE o
    FROM JSON_TABLE(?, '$[*]' COLUMNS (event CHAR(32) CHARACTER SET ascii PATH '$[0]')) q
    STRAIGHT_JOIN outbox o ON o.event_id = UNHEX(q.event))sql";

/// event, event, limit → the oldest rows of the outbox between those ids.
inline constexpr std::string_view kOldestOfOutbox = R"sql(
    SELECT event_id, chat_id, message_id, reaction, changes
    FROM outbox WHERE event_id > UNHEX(?) AND event_id < UNHEX(?) ORDER BY event_id LIMIT ?)sql";

/// [message, user, reaction] → for each message that is there: item, whether the user is in its chat now, whether the
/// user's row is there, and the summary, nulls if there is none. One statement, so one moment.
inline constexpr std::string_view kReadLikes = R"sql(
    SELECT STRAIGHT_JOIN q.item, c.user_id IS NOT NULL, r.user_id IS NOT NULL, s.total, s.version,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', s.last_reacted_at), s.recent
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        member VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]',
        reaction VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[2]')) q
    JOIN messages m ON m.message_id = UNHEX(q.message) AND m.deleted_at IS NULL
    LEFT JOIN chat_members c ON c.chat_id = m.chat_id AND c.user_id = q.member AND c.left_at IS NULL
    LEFT JOIN reaction_summaries s ON s.message_id = m.message_id AND s.reaction = q.reaction
    LEFT JOIN reactions r ON r.message_id = m.message_id AND r.reaction = q.reaction AND r.user_id = q.member)sql";

/// least, [message, user] → for each message that is there, a row per reaction that was ever used on it, or one with
/// nulls: item, its chat, whether the user is in it now, whether the user's row is there, the reaction, the summary. If
/// a reaction has at most `least` (RecentLikersLimit::kLikedByMin) likers, they are all in the summary; then the user's
/// row is not searched for and the column is false.
inline constexpr std::string_view kReadReactions = R"sql(
    SELECT STRAIGHT_JOIN q.item, m.chat_id, c.user_id IS NOT NULL,
           s.total > ? AND EXISTS (
               SELECT 1 FROM reactions r
               WHERE r.message_id = s.message_id AND r.reaction = s.reaction AND r.user_id = q.member),
           s.reaction, s.total, s.version,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', s.last_reacted_at), s.recent
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        member VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]')) q
    JOIN messages m ON m.message_id = UNHEX(q.message) AND m.deleted_at IS NULL
    LEFT JOIN chat_members c ON c.chat_id = m.chat_id AND c.user_id = q.member AND c.left_at IS NULL
    LEFT JOIN reaction_summaries s ON s.message_id = m.message_id)sql";

/// [chat, user] → for each chat that is there: item, and whether the user is in it now.
inline constexpr std::string_view kResolveChats = R"sql(
    SELECT STRAIGHT_JOIN q.item, c.user_id IS NOT NULL
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        chat CHAR(32) CHARACTER SET ascii PATH '$[0]',
        member VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]')) q
    JOIN chats h ON h.chat_id = UNHEX(q.chat)
    LEFT JOIN chat_members c ON c.chat_id = h.chat_id AND c.user_id = q.member AND c.left_at IS NULL)sql";

/// chat, limit → rows of the outbox that are not recorded among the changes of their chat: id and message.
inline constexpr std::string_view kUnrecorded = R"sql(
    SELECT event_id, message_id FROM outbox FORCE INDEX (by_chat)
    WHERE chat_id = UNHEX(?) AND recorded = FALSE LIMIT ?)sql";

/// [event] → marks the rows of the outbox as recorded.
inline constexpr std::string_view kMarkRecorded = R"sql(
    UPDATE JSON_TABLE(?, '$[*]' COLUMNS (event CHAR(32) CHARACTER SET ascii PATH '$[0]')) q
    STRAIGHT_JOIN outbox o ON o.event_id = UNHEX(q.event)
    SET o.recorded = TRUE)sql";

/// chat, sequence, sequence, message, limit, chat → the messages of the chat that changed after that cursor, and in
/// each row the chat's newest sequence number. If nothing changed there is one row with nulls in place of the message;
/// the number is null if the chat has none.
inline constexpr std::string_view kChangesSince = R"sql(
    SELECT c.sequence, c.message_id, s.sequence
    FROM (SELECT 1) one
    LEFT JOIN (
        SELECT sequence, message_id FROM chat_changes FORCE INDEX (by_sequence)
        WHERE chat_id = UNHEX(?) AND sequence >= ? AND (sequence > ? OR message_id > UNHEX(?))
        ORDER BY sequence, message_id LIMIT ?) c ON TRUE
    LEFT JOIN chat_sequences s ON s.chat_id = UNHEX(?)
    ORDER BY c.sequence, c.message_id)sql";

/// chat → its newest sequence number.
inline constexpr std::string_view kNewestSequence = "SELECT sequence FROM chat_sequences WHERE chat_id = UNHEX(?)";

/// [item, chat, user] → for each item: in how many of its chats its user is now, and the moment that this statement
/// began.
inline constexpr std::string_view kCountMemberships = R"sql(
    SELECT STRAIGHT_JOIN q.item, COUNT(c.user_id), TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item INT UNSIGNED PATH '$[0]',
        chat CHAR(32) CHARACTER SET ascii PATH '$[1]',
        member VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$[2]')) q
    LEFT JOIN chat_members c ON c.chat_id = UNHEX(q.chat) AND c.user_id = q.member AND c.left_at IS NULL
    GROUP BY q.item)sql";

/// seconds → the members who left a chat in that time: chat, user, time.
inline constexpr std::string_view kFormerMembers = R"sql(
    SELECT chat_id, user_id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', left_at)
    FROM chat_members FORCE INDEX (by_left_at)
    WHERE left_at > UTC_TIMESTAMP(6) - INTERVAL ? SECOND)sql";

/// → the database's clock.
inline constexpr std::string_view kNow = "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))";

/// name, holder, seconds → creates the lease if there is none of that name.
inline constexpr std::string_view kCreateLease = R"sql(
    INSERT INTO leases (name, holder, expires_at) VALUES (?, ?, UTC_TIMESTAMP(6) + INTERVAL ? SECOND)
    ON DUPLICATE KEY UPDATE leases.name = leases.name)sql";

/// holder, seconds, name, holder → takes the lease if this holder has it or if it has expired.
inline constexpr std::string_view kTakeLease = R"sql(
    UPDATE leases SET holder = ?, expires_at = UTC_TIMESTAMP(6) + INTERVAL ? SECOND
    WHERE name = ? AND (holder = ? OR expires_at < UTC_TIMESTAMP(6)))sql";

/// name → the holder of the lease.
inline constexpr std::string_view kLeaseHolder = "SELECT holder FROM leases WHERE name = ?";

/// name, holder → ends the lease now.
inline constexpr std::string_view kEndLease = R"sql(
    UPDATE leases SET expires_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE name = ? AND holder = ?)sql";

/// → how many rows the outbox has, counted up to 100,000, and when the oldest was made, in milliseconds since 1970,
/// which a UUIDv7 begins with; null if there is none.
inline constexpr std::string_view kBacklog = R"sql(
    SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM outbox LIMIT 100000) o),
           (SELECT CAST(CONV(LEFT(HEX(MIN(event_id)), 12), 16, 10) AS UNSIGNED) FROM outbox))sql";

/// chat, limit → the chat's newest messages, newest first. Reads the whole table, so it is only for the demo.
inline constexpr std::string_view kNewestMessages = R"sql(
    SELECT message_id, sender_id, body, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', created_at)
    FROM messages WHERE chat_id = UNHEX(?) AND deleted_at IS NULL ORDER BY created_at DESC, message_id DESC LIMIT ?)sql";

}  // namespace likes::store::sql_text
