#pragma once

#include <string_view>

#include "database/literal_rows.hpp"

/// The SQL of settling notices. The rules of ../sql.hpp hold here as well. Who writes has locked the recipients' heads
/// first, and then the notices, each in the order of the key.
namespace likes::store::sql_text {

/// (message) → of each message whose row is there: id, chat, sender, whether it is deleted, whether the sender is in
/// the chat, whether the sender wants to be told of likes there, and the moment of this statement.
inline constexpr database::RowsStatement kMessagesOfNotices{
    R"sql(
    SELECT m.message_id, m.chat_id, m.sender_id, m.deleted_at IS NOT NULL, c.user_id IS NOT NULL,
           COALESCE(here.likes, everywhere.likes, 'all') <> 'off' AND p.deactivated_at IS NULL
               AND COALESCE(c.muted_until <= UTC_TIMESTAMP(6), TRUE)
               AND COALESCE(COALESCE(here.muted_until, everywhere.muted_until) <= UTC_TIMESTAMP(6), TRUE),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))
    FROM messages m FORCE INDEX (PRIMARY)
    LEFT JOIN chat_members c ON c.chat_id = m.chat_id AND c.user_id = m.sender_id AND c.left_at IS NULL
    LEFT JOIN profiles p ON p.user_id = m.sender_id
    LEFT JOIN notice_preferences here ON here.user_id = m.sender_id AND here.chat_id = m.chat_id
    LEFT JOIN notice_preferences everywhere
        ON everywhere.user_id = m.sender_id AND everywhere.chat_id = x'00000000000000000000000000000000'
    WHERE m.message_id IN ()sql",
    ")"};

/// (message) → the notices of these messages: message, recipient, chat, and the moment of this statement.
inline constexpr database::RowsStatement kNoticesOfMessages{
    R"sql(
    SELECT message_id, recipient_id, chat_id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))
    FROM notices FORCE INDEX (by_message) WHERE message_id IN ()sql",
    ")"};

/// (recipient, 0, 0) → makes the heads that are not there, and locks all of them in the order of the rows.
inline constexpr database::RowsStatement kMakeHeads{
    "INSERT INTO notice_heads (recipient_id, sequence, seen_sequence) VALUES ",
    " ON DUPLICATE KEY UPDATE sequence = notice_heads.sequence"};

/// (recipient) → the heads that are there: recipient, sequence. Locks them in the order of the key.
inline constexpr database::RowsStatement kLockHeads{
    "SELECT recipient_id, sequence FROM notice_heads FORCE INDEX (PRIMARY) WHERE recipient_id IN (", ") FOR UPDATE"};

/// (recipient, sequence, 0) → moves the heads, which are locked, to these sequences.
inline constexpr database::RowsStatement kMoveHeads{
    "INSERT INTO notice_heads (recipient_id, sequence, seen_sequence) VALUES ",
    " ON DUPLICATE KEY UPDATE sequence = VALUES(sequence)"};

/// (message) → how many there are of each reaction: message, reaction, total.
inline constexpr database::RowsStatement kTotalsOfMessages{
    R"sql(
    SELECT message_id, reaction, total FROM reaction_summaries FORCE INDEX (PRIMARY)
    WHERE total > 0 AND message_id IN ()sql",
    ")"};

/// (message) → all reactions on these messages: message, user, reaction, time, whether the sender has blocked the user.
inline constexpr database::RowsStatement kReactionsOnMessages{
    R"sql(
    SELECT STRAIGHT_JOIN m.message_id, r.user_id, r.reaction, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', r.reacted_at),
           b.user_id IS NOT NULL
    FROM messages m FORCE INDEX (PRIMARY)
    JOIN reactions r FORCE INDEX (PRIMARY) ON r.message_id = m.message_id
    LEFT JOIN user_blocks b ON b.user_id = m.sender_id AND b.blocked_id = r.user_id
    WHERE m.message_id IN ()sql",
    ")"};

/// (message) → the senders' own reactions on their messages: message, reaction, 1.
inline constexpr database::RowsStatement kOwnReactions{
    R"sql(
    SELECT STRAIGHT_JOIN m.message_id, s.reaction, 1
    FROM messages m FORCE INDEX (PRIMARY)
    JOIN reaction_summaries s FORCE INDEX (PRIMARY) ON s.message_id = m.message_id AND s.total > 0
    JOIN reactions r FORCE INDEX (PRIMARY)
        ON r.message_id = m.message_id AND r.reaction = s.reaction AND r.user_id = m.sender_id
    WHERE m.message_id IN ()sql",
    ")"};

/// (message) → how many reactions are there of people whom the sender has blocked: message, reaction, count.
inline constexpr database::RowsStatement kBlockedReactions{
    R"sql(
    SELECT STRAIGHT_JOIN m.message_id, s.reaction, COUNT(*)
    FROM messages m FORCE INDEX (PRIMARY)
    JOIN user_blocks b FORCE INDEX (PRIMARY) ON b.user_id = m.sender_id AND b.blocked_id <> m.sender_id
    JOIN reaction_summaries s FORCE INDEX (PRIMARY) ON s.message_id = m.message_id AND s.total > 0
    JOIN reactions r FORCE INDEX (PRIMARY)
        ON r.message_id = m.message_id AND r.reaction = s.reaction AND r.user_id = b.blocked_id
    WHERE m.message_id IN ()sql",
    ") GROUP BY m.message_id, s.reaction"};

/// (message) → the newest who react: message, reaction, and the column `recent` of the summary.
inline constexpr database::RowsStatement kRecentOfMessages{
    R"sql(
    SELECT message_id, reaction, recent FROM reaction_summaries FORCE INDEX (PRIMARY)
    WHERE total > 0 AND message_id IN ()sql",
    ")"};

/// (user, blocked) → those of the pairs that are blocks.
inline constexpr database::RowsStatement kBlocksAmong{
    R"sql(
    SELECT user_id, blocked_id FROM user_blocks FORCE INDEX (PRIMARY) WHERE (user_id, blocked_id) IN ()sql",
    ")"};

/// (message, reaction, user) → those of the reactions that stand: message, user.
inline constexpr database::RowsStatement kReactionsAmong{
    R"sql(
    SELECT message_id, user_id FROM reactions FORCE INDEX (PRIMARY) WHERE (message_id, reaction, user_id) IN ()sql",
    ")"};

/// (message) → whom the messages' notices remember: message, user.
inline constexpr database::RowsStatement kKnownActors{
    "SELECT message_id, user_id FROM notice_actors FORCE INDEX (PRIMARY) WHERE message_id IN (", ")"};

/// (recipient, message) → the notices that are there, all columns. Locks them in the order of the key.
inline constexpr database::RowsStatement kLockNotices{
    R"sql(
    SELECT message_id, chat_id, state, is_read, sequence, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', changed_at),
           raised_sequence, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', raised_at), actors, reactions, newest,
           new_since_read, milestone
    FROM notices FORCE INDEX (PRIMARY) WHERE (recipient_id, message_id) IN ()sql",
    ") FOR UPDATE"};

/// (all columns of a notice) → writes the notices, which are locked with their recipients' heads.
inline constexpr database::RowsStatement kWriteNotices{
    R"sql(
    INSERT INTO notices (recipient_id, message_id, chat_id, state, is_read, sequence, changed_at, raised_sequence,
                         raised_at, actors, reactions, newest, new_since_read, milestone) VALUES )sql",
    R"sql(
    ON DUPLICATE KEY UPDATE
        chat_id = VALUES(chat_id), state = VALUES(state), is_read = VALUES(is_read), sequence = VALUES(sequence),
        changed_at = VALUES(changed_at), raised_sequence = VALUES(raised_sequence), raised_at = VALUES(raised_at),
        actors = VALUES(actors), reactions = VALUES(reactions), newest = VALUES(newest),
        new_since_read = VALUES(new_since_read), milestone = VALUES(milestone))sql"};

/// (message, user, time) → has the message's notice remember the user.
inline constexpr database::RowsStatement kRememberActors{
    "INSERT INTO notice_actors (message_id, user_id, first_at) VALUES ",
    " ON DUPLICATE KEY UPDATE first_at = notice_actors.first_at"};

/// (message, user) → has it forget the user.
inline constexpr database::RowsStatement kForgetActors{
    R"sql(
    DELETE a FROM notice_actors a FORCE INDEX (PRIMARY) WHERE (a.message_id, a.user_id) IN ()sql",
    ")"};

/// (channel, recipient, message, target, due_at, expires_at, sequence, attempts) → has the changes be sent. What waits
/// to be sent already goes at its time, with what is so by then.
inline constexpr database::RowsStatement kSchedule{
    R"sql(
    INSERT INTO notice_deliveries
        (channel, recipient_id, message_id, target, due_at, expires_at, sequence, attempts) VALUES )sql",
    " ON DUPLICATE KEY UPDATE sequence = VALUES(sequence), expires_at = VALUES(expires_at)"};

}  // namespace likes::store::sql_text
