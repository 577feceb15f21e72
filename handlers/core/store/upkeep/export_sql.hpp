#pragma once

#include <string_view>

/// The SQL of exporting what is stored about a user. The rules of ../sql.hpp hold here as well. Nothing is locked, and
/// nothing is written. Columns are named as the export names them.
namespace likes::store::sql_text {

/// message, message, user → the user's reactions on the messages after the first, up to the second: message, reaction,
/// version, time. It reads all rows of this range (see kReactionsOfUserBetween).
inline constexpr std::string_view kExportedReactions = R"sql(
    SELECT message_id, reaction, version, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', reacted_at)
    FROM reactions FORCE INDEX (by_version)
    WHERE message_id > UNHEX(?) AND message_id <= UNHEX(?) AND user_id = ?
    ORDER BY message_id, reaction)sql";

/// user → the user's memberships: chat, since when, until when, muted until when.
inline constexpr std::string_view kExportedMemberships = R"sql(
    SELECT chat_id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', joined_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', left_at), TIMESTAMPDIFF(MICROSECOND, '1970-01-01', muted_until)
    FROM chat_members WHERE user_id = ? ORDER BY chat_id)sql";

/// user → the user's profile: name, address, since when that is verified, language, time zone, since when deactivated.
inline constexpr std::string_view kExportedProfile = R"sql(
    SELECT name, email, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', email_verified_at), locale, time_zone,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', deactivated_at)
    FROM profiles WHERE user_id = ?)sql";

/// user → whom the user has blocked.
inline constexpr std::string_view kExportedBlocks =
    "SELECT blocked_id FROM user_blocks WHERE user_id = ? ORDER BY blocked_id";

/// user → the user's numbers: chat, day, given, received. It looks into each chat (see kDaysOfUser).
inline constexpr std::string_view kExportedDays = R"sql(
    SELECT STRAIGHT_JOIN d.chat_id, d.day, d.given, d.received
    FROM (SELECT DISTINCT chat_id FROM user_days FORCE INDEX (PRIMARY)) c
    JOIN user_days d FORCE INDEX (PRIMARY) ON d.chat_id = c.chat_id AND d.user_id = ?
    ORDER BY d.chat_id, d.day)sql";

/// user → the user's own notices: message, chat, state, whether it is read, sequence, raised_at, changed_at, actors,
/// reactions, newest, new_since_read, milestone.
inline constexpr std::string_view kExportedNotices = R"sql(
    SELECT message_id, chat_id, state, is_read, sequence, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', raised_at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', changed_at), actors, reactions, newest, new_since_read, milestone
    FROM notices WHERE recipient_id = ? ORDER BY message_id)sql";

/// user → the messages whose notices remember the user, since when.
inline constexpr std::string_view kExportedActors = R"sql(
    SELECT message_id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', first_at)
    FROM notice_actors FORCE INDEX (by_user) WHERE user_id = ? ORDER BY message_id)sql";

/// user → the user's head: sequence, seen_sequence.
inline constexpr std::string_view kExportedHead =
    "SELECT sequence, seen_sequence FROM notice_heads WHERE recipient_id = ?";

/// user → what the user wants to be told of: chat, likes, muted_until.
inline constexpr std::string_view kExportedPreferences = R"sql(
    SELECT chat_id, likes, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', muted_until)
    FROM notice_preferences WHERE user_id = ? ORDER BY chat_id)sql";

/// user → what waits to be sent to the user: message, due_at, sequence.
inline constexpr std::string_view kExportedDeliveries = R"sql(
    SELECT message_id, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', due_at), sequence
    FROM notice_deliveries WHERE channel = 'in_app' AND recipient_id = ? ORDER BY message_id)sql";

/// user → the erasure that has begun and whose receipt nobody has yet: begun_at.
inline constexpr std::string_view kExportedErasure =
    "SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', begun_at) FROM erasures WHERE user_id = ?";

}  // namespace likes::store::sql_text
