#pragma once

#include <string_view>

#include "database/literal_rows.hpp"

/// All SQL of the handlers and the relay; that of auditing, erasing and importing is in upkeep/sql.hpp, that of the
/// analytics in analytics/. Valid on MariaDB 10.6+ and MySQL 8: no stored code, no locks by name, no SKIP LOCKED, no
/// RETURNING. schema/PORTABILITY.md lists what others would refuse.
///
/// A statement takes a whole batch. Those that look things up take it as one parameter, a JSON array with a row per
/// item (see database/batch_parameters.hpp), so their text never changes and is prepared once; times are microseconds
/// since 1970. STRAIGHT_JOIN keeps the order of the batch, which is the order of the row locks. Those that write, or
/// look up by a primary key alone, are texts around rows of literals (see database/literal_rows.hpp).
namespace likes::store::sql_text {

/// [message, user] → for each message that is there: item, its chat, whether the user is in it now.
inline constexpr std::string_view kResolve = R"sql(
    SELECT STRAIGHT_JOIN q.item, m.chat_id, c.user_id IS NOT NULL
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        member VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]')) q
    JOIN messages m ON m.message_id = UNHEX(q.message) AND m.deleted_at IS NULL
    LEFT JOIN chat_members c ON c.chat_id = m.chat_id AND c.user_id = q.member AND c.left_at IS NULL)sql";

/// [message, reaction, user, whether this is the first item of its target] → what kResolve tells of the item; then, of
/// the first item of a target, if the user is in the chat: the summary's columns, nulls if there is none. Locks those
/// summaries in the order of the batch, and nothing else: a locking read does not reach into a derived table.
inline constexpr std::string_view kResolveAndLock = R"sql(
    SELECT STRAIGHT_JOIN d.item, d.chat_id, d.is_member, s.total, s.version,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', s.last_reacted_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', s.next_event_at), s.recent, s.unpublished
    FROM (
        SELECT STRAIGHT_JOIN q.item, q.reaction, q.is_first, m.message_id, m.chat_id, c.user_id IS NOT NULL AS is_member
        FROM JSON_TABLE(?, '$[*]' COLUMNS (
            item FOR ORDINALITY,
            message CHAR(32) CHARACTER SET ascii PATH '$[0]',
            reaction VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]',
            member VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin PATH '$[2]',
            is_first INT UNSIGNED PATH '$[3]')) q
        JOIN messages m ON m.message_id = UNHEX(q.message) AND m.deleted_at IS NULL
        LEFT JOIN chat_members c ON c.chat_id = m.chat_id AND c.user_id = q.member AND c.left_at IS NULL) d
    LEFT JOIN reaction_summaries s
        ON s.message_id = d.message_id AND s.reaction = d.reaction AND d.is_first = 1 AND d.is_member
    FOR UPDATE)sql";

/// user, message, reaction → the same for a batch of one, with less work for the server.
inline constexpr std::string_view kResolveAndLockOne = R"sql(
    SELECT 1, d.chat_id, d.is_member, s.total, s.version,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', s.last_reacted_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', s.next_event_at), s.recent, s.unpublished
    FROM (
        SELECT m.message_id, m.chat_id, c.user_id IS NOT NULL AS is_member
        FROM messages m
        LEFT JOIN chat_members c ON c.chat_id = m.chat_id AND c.user_id = ? AND c.left_at IS NULL
        WHERE m.message_id = UNHEX(?) AND m.deleted_at IS NULL
        LIMIT 1) d
    LEFT JOIN reaction_summaries s ON s.message_id = d.message_id AND s.reaction = ? AND d.is_member
    FOR UPDATE)sql";

/// [message] → for each message that is there and not deleted: item and its chat.
inline constexpr std::string_view kChatsOfMessages = R"sql(
    SELECT STRAIGHT_JOIN q.item, m.chat_id
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]')) q
    JOIN messages m ON m.message_id = UNHEX(q.message) AND m.deleted_at IS NULL)sql";

/// [message] → the same for messages that may be deleted.
inline constexpr std::string_view kChatsOfAnyMessages = R"sql(
    SELECT STRAIGHT_JOIN q.item, m.chat_id
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]')) q
    JOIN messages m ON m.message_id = UNHEX(q.message))sql";

/// (message, reaction) → the summaries that are there: message, reaction and their other columns. Locks them in the
/// order of the key.
inline constexpr database::RowsStatement kLockSummaries{
    R"sql(
    SELECT message_id, reaction, total, version, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', last_reacted_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', next_event_at), recent, unpublished
    FROM reaction_summaries FORCE INDEX (PRIMARY) WHERE (message_id, reaction) IN ()sql",
    ") FOR UPDATE"};

/// (message, reaction, total, version, last_reacted_at or null, next_event_at, recent, unpublished) → makes summaries
/// of targets that had none. Fails with error 1062, a conflict, if another writer was first.
inline constexpr database::RowsStatement kInsertSummaries{R"sql(
    INSERT INTO reaction_summaries
        (message_id, reaction, total, version, last_reacted_at, next_event_at, recent, unpublished) VALUES )sql"};

/// The same rows → makes summaries of targets that never had one, and locks them. ON DUPLICATE KEY takes the exclusive
/// lock at once where another writer was first, and changes nothing; IGNORE would take a shared one, and two of those
/// deadlock.
inline constexpr database::RowsStatement kCreateSummaries{
    kInsertSummaries.before, " ON DUPLICATE KEY UPDATE version = reaction_summaries.version"};

/// [message, reaction, user] → of each row that is there: item, and when it was made.
inline constexpr std::string_view kFindReactions = R"sql(
    SELECT STRAIGHT_JOIN q.item, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', r.reacted_at)
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        reaction VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]',
        member VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin PATH '$[2]')) q
    JOIN reactions r ON r.message_id = UNHEX(q.message) AND r.reaction = q.reaction AND r.user_id = q.member)sql";

/// message, reaction, version, limit → the newest likers before that version, newest first.
inline constexpr std::string_view kPageOfReactions = R"sql(
    SELECT user_id, version, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', reacted_at)
    FROM reactions FORCE INDEX (by_version)
    WHERE message_id = UNHEX(?) AND reaction = ? AND version < ?
    ORDER BY version DESC LIMIT ?)sql";

/// (message, reaction, user) → deletes the rows. In the form for several tables, because only that takes FORCE INDEX:
/// in a small table, the server would rather read all rows, and wait for those that others have locked.
inline constexpr database::RowsStatement kDeleteReactions{
    R"sql(
    DELETE r FROM reactions r FORCE INDEX (PRIMARY) WHERE (r.message_id, r.reaction, r.user_id) IN ()sql",
    ")"};

/// (message, reaction, user, version, reacted_at) → inserts the rows, or gives them that version and time if they are
/// there. To a writer that is a row that its summary does not count, which would harm the whole batch otherwise: it
/// becomes the like that is counted now.
inline constexpr database::RowsStatement kInsertReactions{
    "INSERT INTO reactions (message_id, reaction, user_id, version, reacted_at) VALUES ",
    " ON DUPLICATE KEY UPDATE version = VALUES(version), reacted_at = VALUES(reacted_at)"};

/// The same rows → writes the summaries, which this transaction has locked.
inline constexpr database::RowsStatement kWriteSummaries{kInsertSummaries.before,
                                                         R"sql(
    ON DUPLICATE KEY UPDATE
        total = VALUES(total), version = VALUES(version), last_reacted_at = VALUES(last_reacted_at),
        next_event_at = VALUES(next_event_at), recent = VALUES(recent), unpublished = VALUES(unpublished))sql"};

/// (message, reaction), of one summary → changes the summary, which this transaction has locked, by a microsecond that
/// matters to nobody (see touch_summary).
inline constexpr database::RowsStatement kTouchSummary{
    R"sql(
    UPDATE reaction_summaries
    SET next_event_at = next_event_at + INTERVAL IF(MICROSECOND(next_event_at) % 2 = 0, 1, -1) MICROSECOND
    WHERE (message_id, reaction) = )sql"};

/// (id, cause, entries) → inserts the rows into the outbox.
inline constexpr database::RowsStatement kInsertOutbox{"INSERT INTO outbox (outbox_id, cause, entries) VALUES "};

/// user, erased, published → adds these counts to the user's erasure. There is none if another process that erases the
/// same user has just handed out its receipt.
inline constexpr std::string_view kRecordErased = R"sql(
    INSERT INTO erasures (user_id, begun_at, erased, published) VALUES (?, UTC_TIMESTAMP(6), ?, ?)
    ON DUPLICATE KEY UPDATE erased = erased + VALUES(erased), published = published + VALUES(published))sql";

/// (shard, kClock) → raises the sequence number of each shard. The row stays locked until the commit, so a reader who
/// has seen a number has missed none before it. The numbers are of the clock, so that one which a reader saw just
/// before a crash, and which the crash undid, does not come again for something else.
inline constexpr database::RowsStatement kNextSequences{
    "INSERT INTO chat_sequences (shard, sequence) VALUES ",
    " ON DUPLICATE KEY UPDATE sequence = GREATEST(chat_sequences.sequence + 1, VALUES(sequence))"};

/// The database's clock, in microseconds since 1970.
inline constexpr database::Expression kClock{"TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))"};

/// (shard) → the sequence numbers: shard, number.
inline constexpr database::RowsStatement kSequences{"SELECT shard, sequence FROM chat_sequences WHERE shard IN (", ")"};

/// (chat, message, sequence) → records that the messages changed under that number, the newest of their chat's shard.
inline constexpr database::RowsStatement kRecordChanges{
    "INSERT INTO chat_changes (chat_id, message_id, sequence) VALUES ",
    " ON DUPLICATE KEY UPDATE sequence = VALUES(sequence)"};

/// (id) → the rows of the outbox that are still there: id, cause, whether it is recorded, entries. Locks them in the
/// order of the key.
inline constexpr database::RowsStatement kLockOutbox{
    "SELECT outbox_id, cause, recorded, entries FROM outbox FORCE INDEX (PRIMARY) WHERE outbox_id IN (",
    ") FOR UPDATE"};

/// (id) → the same for those that are not recorded.
inline constexpr database::RowsStatement kLockUnrecorded{kLockOutbox.before, ") AND recorded = FALSE FOR UPDATE"};

/// (id, entries) → leaves these entries in the rows, which this transaction has locked.
inline constexpr database::RowsStatement kShortenOutbox{kInsertOutbox.before,
                                                        " ON DUPLICATE KEY UPDATE entries = VALUES(entries)"};

/// (id) → deletes the rows from the outbox.
inline constexpr database::RowsStatement kDeleteOutbox{
    "DELETE o FROM outbox o FORCE INDEX (PRIMARY) WHERE o.outbox_id IN (", ")"};

/// (id) → marks the rows of the outbox as recorded: their changes are among those of their chats, and in the feed.
inline constexpr database::RowsStatement kMarkRecorded{
    "UPDATE outbox FORCE INDEX (PRIMARY) SET recorded = TRUE WHERE outbox_id IN (", ")"};

/// (consumer, id, entries) → inserts the rows into the feed.
inline constexpr database::RowsStatement kInsertFeed{"INSERT INTO feed (consumer, feed_id, entries) VALUES "};

/// id, id, limit → the oldest rows of the outbox between those ids: id, entries.
inline constexpr std::string_view kOldestOfOutbox = R"sql(
    SELECT outbox_id, entries FROM outbox WHERE outbox_id > UNHEX(?) AND outbox_id < UNHEX(?)
    ORDER BY outbox_id LIMIT ?)sql";

/// [message, user, reaction] → for each message that is there: item, whether the user is in its chat now, whether the
/// user's row is there, and the summary, nulls if there is none. One statement, so one moment. If the reaction has at
/// most 10 likers (RecentLikersLimit::kLikedByMin), they are all in the summary; then the user's row is not searched
/// for and the column is false.
///
/// FORCE INDEX keeps the optimizer from looking into the other indexes, which it does anew for each execution.
inline constexpr std::string_view kReadLikes = R"sql(
    SELECT STRAIGHT_JOIN q.item, c.user_id IS NOT NULL, r.user_id IS NOT NULL, s.total, s.version,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', s.last_reacted_at), s.recent
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        message CHAR(32) CHARACTER SET ascii PATH '$[0]',
        member VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]',
        reaction VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$[2]')) q
    JOIN messages m ON m.message_id = UNHEX(q.message) AND m.deleted_at IS NULL
    LEFT JOIN chat_members c FORCE INDEX (PRIMARY)
        ON c.chat_id = m.chat_id AND c.user_id = q.member AND c.left_at IS NULL
    LEFT JOIN reaction_summaries s ON s.message_id = m.message_id AND s.reaction = q.reaction
    LEFT JOIN reactions r FORCE INDEX (PRIMARY)
        ON s.total > 10 AND r.message_id = s.message_id AND r.reaction = s.reaction AND r.user_id = q.member)sql";

/// user, reaction, message → the row of kReadLikes for a batch of one, with less work for the server.
inline constexpr std::string_view kReadLikesOfOne = R"sql(
    SELECT STRAIGHT_JOIN 1, c.user_id IS NOT NULL, r.user_id IS NOT NULL, s.total, s.version,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', s.last_reacted_at), s.recent
    FROM messages m
    LEFT JOIN chat_members c FORCE INDEX (PRIMARY)
        ON c.chat_id = m.chat_id AND c.user_id = ? AND c.left_at IS NULL
    LEFT JOIN reaction_summaries s ON s.message_id = m.message_id AND s.reaction = ?
    LEFT JOIN reactions r FORCE INDEX (PRIMARY)
        ON s.total > 10 AND r.message_id = s.message_id AND r.reaction = s.reaction AND r.user_id = c.user_id
    WHERE m.message_id = UNHEX(?) AND m.deleted_at IS NULL)sql";

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
        member VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]')) q
    JOIN messages m ON m.message_id = UNHEX(q.message) AND m.deleted_at IS NULL
    LEFT JOIN chat_members c FORCE INDEX (PRIMARY)
        ON c.chat_id = m.chat_id AND c.user_id = q.member AND c.left_at IS NULL
    LEFT JOIN reaction_summaries s ON s.message_id = m.message_id)sql";

/// [chat, user] → for each chat that is there: item, and whether the user is in it now.
inline constexpr std::string_view kResolveChats = R"sql(
    SELECT STRAIGHT_JOIN q.item, c.user_id IS NOT NULL
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item FOR ORDINALITY,
        chat CHAR(32) CHARACTER SET ascii PATH '$[0]',
        member VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin PATH '$[1]')) q
    JOIN chats h ON h.chat_id = UNHEX(q.chat)
    LEFT JOIN chat_members c FORCE INDEX (PRIMARY)
        ON c.chat_id = h.chat_id AND c.user_id = q.member AND c.left_at IS NULL)sql";

/// id, limit → the oldest rows of the outbox before that id that are not recorded: id.
inline constexpr std::string_view kUnrecorded = R"sql(
    SELECT outbox_id FROM outbox FORCE INDEX (by_recorded)
    WHERE recorded = FALSE AND outbox_id < UNHEX(?) ORDER BY outbox_id LIMIT ?)sql";

/// digits of a chat, limit → of the oldest rows that are not recorded: id, and whether it has an entry of that chat.
inline constexpr std::string_view kUnrecordedOfChat = R"sql(
    SELECT outbox_id, INSTR(entries, ?) > 0 FROM outbox FORCE INDEX (by_recorded)
    WHERE recorded = FALSE ORDER BY outbox_id LIMIT ?)sql";

/// chat, sequence, sequence, message, limit, shard → the messages of the chat that changed after that cursor, and in
/// each row the newest sequence number of the chat's shard. If nothing changed there is one row with nulls in place of
/// the message; the number is null if the shard has none.
inline constexpr std::string_view kChangesSince = R"sql(
    SELECT c.sequence, c.message_id, s.sequence
    FROM (SELECT 1) one
    LEFT JOIN (
        SELECT sequence, message_id FROM chat_changes FORCE INDEX (by_sequence)
        WHERE chat_id = UNHEX(?) AND sequence >= ? AND (sequence > ? OR message_id > UNHEX(?))
        ORDER BY sequence, message_id LIMIT ?) c ON TRUE
    LEFT JOIN chat_sequences s ON s.shard = ?
    ORDER BY c.sequence, c.message_id)sql";

/// shard → its newest sequence number.
inline constexpr std::string_view kNewestSequence = "SELECT sequence FROM chat_sequences WHERE shard = ?";

/// [item, chat, user] → for each item: in how many of its chats its user is now, and the moment that this statement
/// began.
inline constexpr std::string_view kCountMemberships = R"sql(
    SELECT STRAIGHT_JOIN q.item, COUNT(c.user_id), TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))
    FROM JSON_TABLE(?, '$[*]' COLUMNS (
        item INT UNSIGNED PATH '$[0]',
        chat CHAR(32) CHARACTER SET ascii PATH '$[1]',
        member VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin PATH '$[2]')) q
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
           (SELECT CAST(CONV(LEFT(HEX(MIN(outbox_id)), 12), 16, 10) AS UNSIGNED) FROM outbox))sql";

/// consumer, consumer → the same of the feed of one consumer.
inline constexpr std::string_view kFeedBacklog = R"sql(
    SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM feed WHERE consumer = ? LIMIT 100000) f),
           (SELECT CAST(CONV(LEFT(HEX(MIN(feed_id)), 12), 16, 10) AS UNSIGNED) FROM feed WHERE consumer = ?))sql";

/// chat, limit → the chat's newest messages, newest first. Reads the whole table, so it is only for the demo.
inline constexpr std::string_view kNewestMessages = R"sql(
    SELECT message_id, sender_id, body, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', created_at)
    FROM messages WHERE chat_id = UNHEX(?) AND deleted_at IS NULL ORDER BY created_at DESC, message_id DESC LIMIT ?)sql";

}  // namespace likes::store::sql_text
