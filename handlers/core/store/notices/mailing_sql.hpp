#pragma once

#include <string_view>

#include "database/literal_rows.hpp"

/// The SQL of sending mails. The rules of ../sql.hpp hold here as well.
namespace likes::store::sql_text {

/// limit → mails that are due and that nobody is sending, the first by the time at which they are:
/// 1 recipient, sequence, attempts, attempts of unknown outcome, 5 whether it has expired, seen sequence, whether the
/// recipient is deactivated, 8 when a mail to them was begun last, days from 1970 to the day of that, mails of that
/// day, 11 address, when it was verified, locale, 14 whether the recipient wants no news of the chat, whether they want
/// mails, their own threshold or 0, 17 importance of the message, the step that was mailed, what the chat is called, 20
/// reason why the address is suppressed, since when, soft bounces, 23 the moment of this statement, whether the notice
/// may be read, whether there is one; from 26 on the columns of a notice; 39 whether they
/// want digests, when the mail expires, whether they want one a week.
inline constexpr std::string_view kDueMails = R"sql(
    SELECT STRAIGHT_JOIN d.recipient_id, d.sequence, d.attempts, d.unknown_attempts, d.is_expired,
           COALESCE(h.seen_sequence, 0), p.deactivated_at IS NOT NULL,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', h.mailed_at), DATEDIFF(h.mail_day, '1970-01-01'),
           COALESCE(h.mails_of_day, 0), p.email, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', p.email_verified_at), p.locale,
           COALESCE(here.likes, everywhere.likes, 'all') = 'off' OR COALESCE(c.muted_until > UTC_TIMESTAMP(6), FALSE) OR
               COALESCE(COALESCE(here.muted_until, everywhere.muted_until) > UTC_TIMESTAMP(6), FALSE),
           COALESCE(here.email, everywhere.email, TRUE),
           COALESCE(here.email_threshold, everywhere.email_threshold, 0), COALESCE(m.importance, 0),
           COALESCE(n.mailed, 0), t.title, s.reason, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', s.since),
           COALESCE(s.soft_bounces, 0), TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)),
           c.user_id IS NOT NULL, n.message_id IS NOT NULL,
           d.message_id, COALESCE(c.chat_id, n.chat_id), n.state, n.is_read, n.sequence, n.raised_sequence,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.raised_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.changed_at), n.actors, n.reactions, n.newest, n.new_since_read,
           n.milestone, COALESCE(everywhere.digest, 'off') <> 'off',
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', d.expires_at), COALESCE(everywhere.digest, 'off') = 'weekly'
    FROM (
        SELECT recipient_id, message_id, sequence, attempts, unknown_attempts, expires_at,
               expires_at <= UTC_TIMESTAMP(6) AS is_expired
        FROM notice_deliveries FORCE INDEX (by_due)
        WHERE channel = 'email' AND due_at <= UTC_TIMESTAMP(6)
          AND (claimed_until IS NULL OR claimed_until <= UTC_TIMESTAMP(6))
        ORDER BY due_at LIMIT ?) d
    LEFT JOIN notice_heads h FORCE INDEX (PRIMARY) ON h.recipient_id = d.recipient_id
    LEFT JOIN profiles p FORCE INDEX (PRIMARY) ON p.user_id = d.recipient_id
    LEFT JOIN email_suppressions s FORCE INDEX (PRIMARY) ON s.address_hash = UNHEX(SHA2(LOWER(p.email), 256))
    LEFT JOIN notices n FORCE INDEX (PRIMARY) ON n.recipient_id = d.recipient_id AND n.message_id = d.message_id
    LEFT JOIN messages m ON m.message_id = n.message_id AND m.deleted_at IS NULL
    LEFT JOIN chats t ON t.chat_id = m.chat_id
    LEFT JOIN chat_members c FORCE INDEX (PRIMARY)
        ON c.chat_id = m.chat_id AND c.user_id = n.recipient_id AND c.left_at IS NULL
    LEFT JOIN notice_preferences here FORCE INDEX (PRIMARY)
        ON here.user_id = d.recipient_id AND here.chat_id = c.chat_id
    LEFT JOIN notice_preferences everywhere FORCE INDEX (PRIMARY)
        ON everywhere.user_id = d.recipient_id AND everywhere.chat_id = x'00000000000000000000000000000000')sql";

/// recipient, moment, limit → what has become news since then and was not seen, the newest first: what the chat is
/// called, and the columns of a notice.
inline constexpr std::string_view kNewsOfDigest = R"sql(
    SELECT STRAIGHT_JOIN t.title, n.message_id, m.chat_id, n.state, n.is_read, n.sequence, n.raised_sequence,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.raised_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.changed_at), n.actors, n.reactions, n.newest, n.new_since_read,
           n.milestone
    FROM notice_heads h
    JOIN notices n FORCE INDEX (by_raised)
        ON n.recipient_id = h.recipient_id AND n.state = 0 AND n.raised_sequence > h.seen_sequence
           AND n.is_read = FALSE
    JOIN messages m ON m.message_id = n.message_id AND m.deleted_at IS NULL
    JOIN chat_members c FORCE INDEX (PRIMARY)
        ON c.chat_id = m.chat_id AND c.user_id = n.recipient_id AND c.left_at IS NULL
    LEFT JOIN chats t ON t.chat_id = m.chat_id
    LEFT JOIN notice_preferences here FORCE INDEX (PRIMARY)
        ON here.user_id = n.recipient_id AND here.chat_id = c.chat_id
    WHERE h.recipient_id = ? AND n.raised_at > TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
      AND COALESCE(here.likes, 'all') <> 'off' AND COALESCE(here.muted_until <= UTC_TIMESTAMP(6), TRUE)
      AND COALESCE(c.muted_until <= UTC_TIMESTAMP(6), TRUE)
    ORDER BY n.raised_sequence DESC LIMIT ?)sql";

/// seconds, recipient, message, attempts → nobody else sends the mail for so long, and one more attempt is counted, of
/// which nobody knows yet what comes of it; unless another was counted since.
inline constexpr std::string_view kClaimMail = R"sql(
    UPDATE notice_deliveries
    SET claimed_until = UTC_TIMESTAMP(6) + INTERVAL ? SECOND, attempts = attempts + 1,
        unknown_attempts = unknown_attempts + 1
    WHERE channel = 'email' AND recipient_id = ? AND message_id = UNHEX(?)
      AND target = x'00000000000000000000000000000000' AND attempts = ?)sql";

/// recipient → counts a mail that is begun. The number is set first, as it is compared with the day of before.
inline constexpr std::string_view kCountMail = R"sql(
    UPDATE notice_heads
    SET mails_of_day = IF(mail_day = UTC_DATE(), LEAST(mails_of_day, 254) + 1, 1), mail_day = UTC_DATE(),
        mailed_at = UTC_TIMESTAMP(6)
    WHERE recipient_id = ?)sql";

/// step, recipient, message → remembers what a mail was worth.
inline constexpr std::string_view kRememberStep =
    "UPDATE notices SET mailed = ? WHERE recipient_id = ? AND message_id = UNHEX(?)";

/// seconds, unknown attempts, recipient, message → it is due when so long has passed, and of so many attempts nobody
/// knows what came of them.
inline constexpr std::string_view kPostponeMail = R"sql(
    UPDATE notice_deliveries
    SET due_at = UTC_TIMESTAMP(6) + INTERVAL ? SECOND, claimed_until = NULL,
        unknown_attempts = ?
    WHERE channel = 'email' AND recipient_id = ? AND message_id = UNHEX(?)
      AND target = x'00000000000000000000000000000000')sql";

/// seconds, recipient, message → what has changed since is a mail of its own, due when so long has passed.
inline constexpr std::string_view kBeginNextMail = R"sql(
    UPDATE notice_deliveries
    SET due_at = UTC_TIMESTAMP(6) + INTERVAL ? SECOND, claimed_until = NULL, attempts = 0, unknown_attempts = 0
    WHERE channel = 'email' AND recipient_id = ? AND message_id = UNHEX(?)
      AND target = x'00000000000000000000000000000000')sql";

/// user, limit → the next rows of what users want, in the order of the users: user; and if it is one of somebody who
/// wants digests and can be mailed: how often, their time zone, the days from 1970 to the newest that was begun; in
/// each row the moment of this statement.
inline constexpr std::string_view kDigestReaders = R"sql(
    SELECT STRAIGHT_JOIN w.user_id, w.digest, p.time_zone,
           (SELECT DATEDIFF(MAX(r.local_date), '1970-01-01') FROM digest_runs r WHERE r.user_id = p.user_id),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))
    FROM (
        SELECT user_id, IF(chat_id = x'00000000000000000000000000000000', digest, NULL) AS digest
        FROM notice_preferences FORCE INDEX (PRIMARY) WHERE user_id > ? ORDER BY user_id, chat_id LIMIT ?) w
    LEFT JOIN profiles p FORCE INDEX (PRIMARY)
        ON p.user_id = w.user_id AND w.digest IN ('daily', 'weekly') AND p.email IS NOT NULL
           AND p.email_verified_at IS NOT NULL AND p.deactivated_at IS NULL
    ORDER BY w.user_id)sql";

/// user, days from 1970 → a digest of that date is begun; writes nothing if it was.
inline constexpr std::string_view kRememberDigest = R"sql(
    INSERT INTO digest_runs (user_id, local_date) VALUES (?, DATE'1970-01-01' + INTERVAL ? DAY)
    ON DUPLICATE KEY UPDATE local_date = VALUES(local_date))sql";

/// (channel, recipient, message, target, due_at, expires_at, sequence, attempts) → has the digests be sent, in place of
/// those that wait still.
inline constexpr database::RowsStatement kScheduleDigest{
    R"sql(
    INSERT INTO notice_deliveries
        (channel, recipient_id, message_id, target, due_at, expires_at, sequence, attempts) VALUES )sql",
    R"sql(
    ON DUPLICATE KEY UPDATE
        due_at = VALUES(due_at), expires_at = VALUES(expires_at), sequence = VALUES(sequence), attempts = 0,
        unknown_attempts = 0, claimed_until = NULL)sql"};

/// days from 1970 → forgets the digests of before.
inline constexpr std::string_view kForgetDigests =
    "DELETE FROM digest_runs WHERE local_date < DATE'1970-01-01' + INTERVAL ? DAY";

/// address hash → what is known of it: reason, since, soft bounces. Locks it.
inline constexpr std::string_view kLockSuppression = R"sql(
    SELECT reason, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', since), soft_bounces
    FROM email_suppressions WHERE address_hash = UNHEX(?) FOR UPDATE)sql";

/// → the moment of this statement.
inline constexpr std::string_view kMoment = "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))";

/// address hash, reason, since, soft bounces → writes it.
inline constexpr std::string_view kWriteSuppression = R"sql(
    INSERT INTO email_suppressions (address_hash, reason, since, soft_bounces)
    VALUES (UNHEX(?), ?, TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND, ?)
    ON DUPLICATE KEY UPDATE reason = VALUES(reason), since = VALUES(since), soft_bounces = VALUES(soft_bounces))sql";

}  // namespace likes::store::sql_text
