#pragma once

#include <string_view>

#include "database/literal_rows.hpp"

/// The SQL of sending notices. The rules of sql.hpp hold here as well.
namespace likes::store::sql_text {

/// limit → what is due in the app, the first by the time at which it is: recipient, sequence, due_at, whether it has
/// expired, seen sequence, whether the recipient is deactivated; whether the notice may be read, whether the recipient
/// wants no news of its chat, whether there is one; then the columns of a notice. The preferences of a chat hold before
/// those for everywhere.
inline constexpr std::string_view kDueInApp = R"sql(
    SELECT STRAIGHT_JOIN d.recipient_id, d.sequence, d.due_at, d.is_expired, COALESCE(h.seen_sequence, 0),
           p.deactivated_at IS NOT NULL, c.user_id IS NOT NULL,
           COALESCE(here.likes, everywhere.likes, 'all') = 'off' OR COALESCE(c.muted_until > UTC_TIMESTAMP(6), FALSE) OR
               COALESCE(COALESCE(here.muted_until, everywhere.muted_until) > UTC_TIMESTAMP(6), FALSE),
           n.message_id IS NOT NULL,
           d.message_id, COALESCE(c.chat_id, n.chat_id), n.state, n.is_read, n.sequence, n.raised_sequence,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.raised_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.changed_at), n.actors, n.reactions, n.newest, n.new_since_read,
           n.milestone
    FROM (
        SELECT recipient_id, message_id, sequence, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', due_at) AS due_at,
               expires_at <= UTC_TIMESTAMP(6) AS is_expired
        FROM notice_deliveries FORCE INDEX (by_due)
        WHERE channel = 'in_app' AND notice_deliveries.due_at <= UTC_TIMESTAMP(6)
        ORDER BY notice_deliveries.due_at LIMIT ?) d
    LEFT JOIN notice_heads h FORCE INDEX (PRIMARY) ON h.recipient_id = d.recipient_id
    LEFT JOIN profiles p FORCE INDEX (PRIMARY) ON p.user_id = d.recipient_id
    LEFT JOIN notices n FORCE INDEX (PRIMARY) ON n.recipient_id = d.recipient_id AND n.message_id = d.message_id
    LEFT JOIN messages m ON m.message_id = n.message_id AND m.deleted_at IS NULL
    LEFT JOIN chat_members c FORCE INDEX (PRIMARY)
        ON c.chat_id = m.chat_id AND c.user_id = n.recipient_id AND c.left_at IS NULL
    LEFT JOIN notice_preferences here FORCE INDEX (PRIMARY)
        ON here.user_id = d.recipient_id AND here.chat_id = c.chat_id
    LEFT JOIN notice_preferences everywhere FORCE INDEX (PRIMARY)
        ON everywhere.user_id = d.recipient_id AND everywhere.chat_id = x'00000000000000000000000000000000')sql";

/// (recipient) → of each who has notices that are unread: recipient, how many. Reads the index alone.
inline constexpr database::RowsStatement kBadges{
    R"sql(
    SELECT STRAIGHT_JOIN h.recipient_id, COUNT(*)
    FROM notice_heads h FORCE INDEX (PRIMARY)
    JOIN notices n FORCE INDEX (by_raised)
        ON n.recipient_id = h.recipient_id AND n.state = 0 AND n.raised_sequence > h.seen_sequence
           AND n.is_read = FALSE
    WHERE h.recipient_id IN ()sql",
    ") GROUP BY h.recipient_id"};

/// (channel, recipient, message, target, sequence) → deletes those rows that are still of that change.
inline constexpr database::RowsStatement kRemoveSent{
    R"sql(
    DELETE d FROM notice_deliveries d FORCE INDEX (PRIMARY)
    WHERE (d.channel, d.recipient_id, d.message_id, d.target, d.sequence) IN ()sql",
    ")"};

/// microseconds, recipient, message → it is due after that time, if it is still there.
inline constexpr std::string_view kPostponeInApp = R"sql(
    UPDATE notice_deliveries SET due_at = UTC_TIMESTAMP(6) + INTERVAL ? MICROSECOND
    WHERE channel = 'in_app' AND recipient_id = ? AND message_id = UNHEX(?)
      AND target = x'00000000000000000000000000000000')sql";

}  // namespace likes::store::sql_text
