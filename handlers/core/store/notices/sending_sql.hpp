#pragma once

#include <string_view>

#include "database/literal_rows.hpp"

/// The SQL of sending notices. The rules of sql.hpp hold here as well.
namespace likes::store::sql_text {

/// moment, moment, limit → what is due in the app, the first by the time at which it is: recipient, sequence, due_at,
/// expires_at, seen sequence, whether the recipient is deactivated; whether the notice may be read, whether the
/// recipient wants no news of its chat, whether there is one; then the columns of a notice. The preferences of a chat
/// hold before those for everywhere.
inline constexpr std::string_view kDueInApp = R"sql(
    SELECT STRAIGHT_JOIN d.recipient_id, d.sequence, d.due_at, d.expires_at, COALESCE(h.seen_sequence, 0),
           p.deactivated_at IS NOT NULL, c.user_id IS NOT NULL,
           COALESCE(c.muted_until > d.now_at, FALSE) OR COALESCE(o.likes, e.likes, 'all') = 'off' OR
               COALESCE(COALESCE(o.muted_until, e.muted_until) > d.now_at, FALSE),
           n.message_id IS NOT NULL,
           d.message_id, COALESCE(c.chat_id, n.chat_id), n.state, n.is_read, n.sequence, n.raised_sequence,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.raised_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', n.changed_at), n.actors, n.reactions, n.newest, n.new_since_read,
           n.milestone
    FROM (
        SELECT recipient_id, message_id, sequence, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', due_at) AS due_at,
               TIMESTAMPDIFF(MICROSECOND, '1970-01-01', expires_at) AS expires_at,
               TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND AS now_at
        FROM notice_deliveries FORCE INDEX (by_due)
        WHERE channel = 'in_app' AND notice_deliveries.due_at <= TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
        ORDER BY notice_deliveries.due_at LIMIT ?) d
    LEFT JOIN notice_heads h FORCE INDEX (PRIMARY) ON h.recipient_id = d.recipient_id
    LEFT JOIN profiles p FORCE INDEX (PRIMARY) ON p.user_id = d.recipient_id
    LEFT JOIN notices n FORCE INDEX (PRIMARY) ON n.recipient_id = d.recipient_id AND n.message_id = d.message_id
    LEFT JOIN messages m ON m.message_id = n.message_id AND m.deleted_at IS NULL
    LEFT JOIN chat_members c FORCE INDEX (PRIMARY)
        ON c.chat_id = m.chat_id AND c.user_id = n.recipient_id AND c.left_at IS NULL
    LEFT JOIN notice_preferences o FORCE INDEX (PRIMARY) ON o.user_id = d.recipient_id AND o.chat_id = c.chat_id
    LEFT JOIN notice_preferences e FORCE INDEX (PRIMARY)
        ON e.user_id = d.recipient_id AND e.chat_id = x'00000000000000000000000000000000')sql";

/// (channel, recipient, message, target, sequence) → deletes those rows that are still of that change.
inline constexpr database::RowsStatement kRemoveSent{
    R"sql(
    DELETE d FROM notice_deliveries d FORCE INDEX (PRIMARY)
    WHERE (d.channel, d.recipient_id, d.message_id, d.target, d.sequence) IN ()sql",
    ")"};

/// time, recipient, message → says when it is due, if it is still there.
inline constexpr std::string_view kPostponeInApp = R"sql(
    UPDATE notice_deliveries SET due_at = TIMESTAMP'1970-01-01 00:00:00' + INTERVAL ? MICROSECOND
    WHERE channel = 'in_app' AND recipient_id = ? AND message_id = UNHEX(?)
      AND target = x'00000000000000000000000000000000')sql";

}  // namespace likes::store::sql_text
