#pragma once

#include <string_view>

#include "database/literal_rows.hpp"

/// The SQL of pushes: when they are due, to which devices, and what became of them. The rules of ../sql.hpp hold here
/// as well. Who changes notices or heads has locked the recipients' heads first.
namespace likes::store::sql_text {

/// (recipient, message) → of the notices whose recipients want pushes and have a device: recipient, message, what the
/// recipient wants to be told of, the zone of the recipient's profile, seen_sequence, push_step, and whether the chat
/// has at most two members. The preferences of a chat hold before those for everywhere.
inline constexpr database::RowsStatement kPushWishes{
    R"sql(
    SELECT STRAIGHT_JOIN n.recipient_id, n.message_id, COALESCE(here.likes, everywhere.likes, 'all'),
           COALESCE(p.time_zone, 'UTC'), h.seen_sequence, n.push_step,
           (SELECT c.user_id FROM chat_members c WHERE c.chat_id = n.chat_id AND c.left_at IS NULL LIMIT 1 OFFSET 2)
               IS NULL
    FROM notices n FORCE INDEX (PRIMARY)
    JOIN notice_heads h FORCE INDEX (PRIMARY) ON h.recipient_id = n.recipient_id
    LEFT JOIN profiles p FORCE INDEX (PRIMARY) ON p.user_id = n.recipient_id
    LEFT JOIN notice_preferences here FORCE INDEX (PRIMARY)
        ON here.user_id = n.recipient_id AND here.chat_id = n.chat_id
    LEFT JOIN notice_preferences everywhere FORCE INDEX (PRIMARY)
        ON everywhere.user_id = n.recipient_id AND everywhere.chat_id = x'00000000000000000000000000000000'
    WHERE COALESCE(here.push, everywhere.push, TRUE)
      AND EXISTS (SELECT 1 FROM push_subscriptions s FORCE INDEX (by_user)
                  WHERE s.user_id = n.recipient_id AND s.disabled_at IS NULL)
      AND (n.recipient_id, n.message_id) IN ()sql",
    ")"};

/// (channel, recipient, message, target, due_at, expires_at, sequence, attempts) → has news be pushed. What waits
/// already is due at the earlier of both times.
inline constexpr database::RowsStatement kSchedulePushes{
    R"sql(
    INSERT INTO notice_deliveries
        (channel, recipient_id, message_id, target, due_at, expires_at, sequence, attempts) VALUES )sql",
    R"sql(
    ON DUPLICATE KEY UPDATE
        sequence = VALUES(sequence), due_at = LEAST(notice_deliveries.due_at, VALUES(due_at)),
        expires_at = GREATEST(notice_deliveries.expires_at, VALUES(expires_at)))sql"};

/// (recipient, message) → the recipient has looked at what was pushed of these notices.
inline constexpr database::RowsStatement kResetPushSteps{
    "UPDATE notices SET push_step = 0 WHERE (recipient_id, message_id) IN (", ")"};

/// (recipient, message) → a push of these notices is on its way.
inline constexpr database::RowsStatement kMovePushSteps{
    "UPDATE notices SET push_step = LEAST(push_step + 1, 100) WHERE (recipient_id, message_id) IN (", ")"};

/// limit → recipients to whom a push is due, the first by the time at which it is; one may be there several times.
inline constexpr std::string_view kRecipientsOfDuePushes = R"sql(
    SELECT recipient_id FROM notice_deliveries FORCE INDEX (by_due)
    WHERE channel = 'push' AND due_at <= UTC_TIMESTAMP(6) ORDER BY due_at LIMIT ?)sql";

/// (recipient) → the heads that are there: recipient, push_tokens, push_refilled_at or null, the moment of this
/// statement. Locks them in the order of the key.
inline constexpr database::RowsStatement kLockPushHeads{
    R"sql(
    SELECT recipient_id, push_tokens, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', push_refilled_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))
    FROM notice_heads FORCE INDEX (PRIMARY) WHERE recipient_id IN ()sql",
    ") FOR UPDATE"};

/// (recipient) → the pushes that are due to them: recipient, sequence, expires_at, whether it has expired, seen
/// sequence, whether the recipient is deactivated; whether the notice may be read, whether the recipient wants no news
/// of its chat, whether there is one; what the recipient wants: likes, push, quiet_from, quiet_to, quiet_zone; the zone
/// of the profile; then the columns of a notice.
inline constexpr database::RowsStatement kDuePushes{
    R"sql(
    SELECT STRAIGHT_JOIN d.recipient_id, d.sequence, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', d.expires_at),
           d.expires_at <= UTC_TIMESTAMP(6), COALESCE(h.seen_sequence, 0), p.deactivated_at IS NOT NULL,
           c.user_id IS NOT NULL,
           COALESCE(c.muted_until > UTC_TIMESTAMP(6), FALSE) OR
               COALESCE(COALESCE(here.muted_until, everywhere.muted_until) > UTC_TIMESTAMP(6), FALSE),
           n.message_id IS NOT NULL,
           COALESCE(here.likes, everywhere.likes, 'all'), COALESCE(here.push, everywhere.push, TRUE),
           COALESCE(here.quiet_from, everywhere.quiet_from), COALESCE(here.quiet_to, everywhere.quiet_to),
           IF(here.quiet_from IS NULL, everywhere.quiet_zone, here.quiet_zone), p.time_zone,
           d.message_id, COALESCE(c.chat_id, n.chat_id), n.state, n.is_read, n.sequence, n.raised_sequence,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.raised_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.changed_at), n.actors, n.reactions, n.newest, n.new_since_read,
           n.milestone
    FROM notice_deliveries d FORCE INDEX (PRIMARY)
    LEFT JOIN notice_heads h FORCE INDEX (PRIMARY) ON h.recipient_id = d.recipient_id
    LEFT JOIN profiles p FORCE INDEX (PRIMARY) ON p.user_id = d.recipient_id
    LEFT JOIN notices n FORCE INDEX (PRIMARY) ON n.recipient_id = d.recipient_id AND n.message_id = d.message_id
    LEFT JOIN messages m ON m.message_id = n.message_id AND m.deleted_at IS NULL
    LEFT JOIN chat_members c FORCE INDEX (PRIMARY)
        ON c.chat_id = m.chat_id AND c.user_id = n.recipient_id AND c.left_at IS NULL
    LEFT JOIN notice_preferences here FORCE INDEX (PRIMARY)
        ON here.user_id = d.recipient_id AND here.chat_id = c.chat_id
    LEFT JOIN notice_preferences everywhere FORCE INDEX (PRIMARY)
        ON everywhere.user_id = d.recipient_id AND everywhere.chat_id = x'00000000000000000000000000000000'
    WHERE d.channel = 'push' AND d.due_at <= UTC_TIMESTAMP(6) AND d.recipient_id IN ()sql",
    ")"};

/// (recipient) → the devices that are in use: recipient, subscription.
inline constexpr database::RowsStatement kDevicesOf{
    R"sql(
    SELECT user_id, subscription_id FROM push_subscriptions FORCE INDEX (by_user)
    WHERE disabled_at IS NULL AND user_id IN ()sql",
    ")"};

/// tokens, refilled_at, recipient → writes what pushes the recipient may get still.
inline constexpr std::string_view kWritePushTokens = R"sql(
    UPDATE notice_heads
    SET push_tokens = ?, push_refilled_at = TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
    WHERE recipient_id = ?)sql";

/// time, recipient, message → the push is due then, if it is still there.
inline constexpr std::string_view kPostponePush = R"sql(
    UPDATE notice_deliveries SET due_at = TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
    WHERE channel = 'push' AND recipient_id = ? AND message_id = UNHEX(?)
      AND target = x'00000000000000000000000000000000')sql";

/// Whether anything is due to a device: 1, or no row.
inline constexpr std::string_view kIsAnyDueToDevices = R"sql(
    SELECT 1 FROM notice_deliveries FORCE INDEX (by_due)
    WHERE channel = 'device' AND due_at <= UTC_TIMESTAMP(6) LIMIT 1)sql";

/// limit → what is due to devices, the first by the time at which it is: recipient, message, target. Locks it.
inline constexpr std::string_view kLockDueToDevices = R"sql(
    SELECT recipient_id, message_id, target FROM notice_deliveries FORCE INDEX (by_due)
    WHERE channel = 'device' AND due_at <= UTC_TIMESTAMP(6) ORDER BY due_at LIMIT ? FOR UPDATE)sql";

/// (channel, recipient, message, target) → nobody else sends them for a minute.
inline constexpr database::RowsStatement kClaimDeliveries{
    R"sql(
    UPDATE notice_deliveries SET due_at = UTC_TIMESTAMP(6) + INTERVAL 60 SECOND
    WHERE (channel, recipient_id, message_id, target) IN ()sql",
    ")"};

/// (channel, recipient, message, target) → how things stand for them now: recipient, sequence, attempts, whether it has
/// expired, seen sequence, whether the recipient is deactivated; whether the notice may be read, whether the recipient
/// wants no news of its chat, whether there is one; what the recipient wants: likes, push, preview, quiet_from,
/// quiet_to, quiet_zone; the zone of the profile; the chat's title; the subscription (null if there is none in use):
/// id, kind, endpoint, p256dh, auth, key_id, registered_at, when a push to it was last taken, failures; the moment of
/// this statement; then the columns of a notice.
inline constexpr database::RowsStatement kPushesToDevices{
    R"sql(
    SELECT STRAIGHT_JOIN d.recipient_id, d.sequence, d.attempts, d.expires_at <= UTC_TIMESTAMP(6),
           COALESCE(h.seen_sequence, 0), p.deactivated_at IS NOT NULL, c.user_id IS NOT NULL,
           COALESCE(c.muted_until > UTC_TIMESTAMP(6), FALSE) OR
               COALESCE(COALESCE(here.muted_until, everywhere.muted_until) > UTC_TIMESTAMP(6), FALSE),
           n.message_id IS NOT NULL,
           COALESCE(here.likes, everywhere.likes, 'all'), COALESCE(here.push, everywhere.push, TRUE),
           COALESCE(here.preview, everywhere.preview, 'names'),
           COALESCE(here.quiet_from, everywhere.quiet_from), COALESCE(here.quiet_to, everywhere.quiet_to),
           IF(here.quiet_from IS NULL, everywhere.quiet_zone, here.quiet_zone), p.time_zone, t.title,
           d.target, s.kind, s.endpoint, s.p256dh, s.auth, s.key_id,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', s.registered_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', COALESCE(s.last_ok_at, s.created_at)), s.failures,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6)),
           d.message_id, COALESCE(c.chat_id, n.chat_id), n.state, n.is_read, n.sequence, n.raised_sequence,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.raised_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.changed_at), n.actors, n.reactions, n.newest, n.new_since_read,
           n.milestone
    FROM notice_deliveries d FORCE INDEX (PRIMARY)
    LEFT JOIN push_subscriptions s FORCE INDEX (PRIMARY)
        ON s.subscription_id = d.target AND s.user_id = d.recipient_id AND s.disabled_at IS NULL
    LEFT JOIN notice_heads h FORCE INDEX (PRIMARY) ON h.recipient_id = d.recipient_id
    LEFT JOIN profiles p FORCE INDEX (PRIMARY) ON p.user_id = d.recipient_id
    LEFT JOIN notices n FORCE INDEX (PRIMARY) ON n.recipient_id = d.recipient_id AND n.message_id = d.message_id
    LEFT JOIN messages m ON m.message_id = n.message_id AND m.deleted_at IS NULL
    LEFT JOIN chat_members c FORCE INDEX (PRIMARY)
        ON c.chat_id = m.chat_id AND c.user_id = n.recipient_id AND c.left_at IS NULL
    LEFT JOIN chats t FORCE INDEX (PRIMARY) ON t.chat_id = c.chat_id
    LEFT JOIN notice_preferences here FORCE INDEX (PRIMARY)
        ON here.user_id = d.recipient_id AND here.chat_id = c.chat_id
    LEFT JOIN notice_preferences everywhere FORCE INDEX (PRIMARY)
        ON everywhere.user_id = d.recipient_id AND everywhere.chat_id = x'00000000000000000000000000000000'
    WHERE (d.channel, d.recipient_id, d.message_id, d.target) IN ()sql",
    ")"};

/// microseconds, attempts, recipient, message, target → it is due after that time, after so many more attempts, if it
/// is still there.
inline constexpr std::string_view kPostponeToDevice = R"sql(
    UPDATE notice_deliveries
    SET due_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND, attempts = LEAST(attempts + ?, 1000)
    WHERE channel = 'device' AND recipient_id = ? AND message_id = UNHEX(?) AND target = UNHEX(?))sql";

/// microseconds, recipient, target → whatever is to be sent to that device is due after that time, or
/// later.
inline constexpr std::string_view kPostponeDevice = R"sql(
    UPDATE notice_deliveries
    SET due_at = GREATEST(due_at, UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND)
    WHERE channel = 'device' AND recipient_id = ? AND target = UNHEX(?))sql";

/// recipient, target → nothing is to be sent to that device any more.
inline constexpr std::string_view kForgetDevice =
    "DELETE FROM notice_deliveries WHERE channel = 'device' AND recipient_id = ? AND target = UNHEX(?)";

/// (subscription) → pushes to them were taken.
inline constexpr database::RowsStatement kSubscriptionsWork{
    R"sql(
    UPDATE push_subscriptions SET last_ok_at = UTC_TIMESTAMP(6), failures = 0 WHERE subscription_id IN ()sql",
    ")"};

/// is_disabled, subscription → a push to it was not taken; whether nothing is to be sent to it any more.
inline constexpr std::string_view kSubscriptionFails = R"sql(
    UPDATE push_subscriptions
    SET failures = LEAST(failures + 1, 60000), disabled_at = IF(?, UTC_TIMESTAMP(6), disabled_at)
    WHERE subscription_id = UNHEX(?))sql";

/// subscription, time → deletes the subscription, unless its device has registered again since.
inline constexpr std::string_view kDeleteGoneSubscription = R"sql(
    DELETE FROM push_subscriptions
    WHERE subscription_id = UNHEX(?)
      AND registered_at <= TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND)sql";

/// recipient, subscription → has a push be sent to the device that says that it works. No row if it is not the user's.
inline constexpr std::string_view kScheduleTest = R"sql(
    INSERT INTO notice_deliveries (channel, recipient_id, message_id, target, due_at, expires_at, sequence, attempts)
    SELECT 'device', s.user_id, x'ffffffffffffffffffffffffffffffff', s.subscription_id, UTC_TIMESTAMP(6),
           UTC_TIMESTAMP(6) + INTERVAL 600 SECOND, 0, 0
    FROM push_subscriptions s WHERE s.user_id = ? AND s.subscription_id = UNHEX(?)
    ON DUPLICATE KEY UPDATE due_at = VALUES(due_at), expires_at = VALUES(expires_at))sql";

/// user, subscription → whether the subscription is the user's: 1, or no row.
inline constexpr std::string_view kOwnSubscription =
    "SELECT 1 FROM push_subscriptions WHERE user_id = ? AND subscription_id = UNHEX(?)";

}  // namespace likes::store::sql_text
