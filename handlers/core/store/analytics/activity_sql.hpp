#pragma once

#include <string_view>

/// The SQL of who reads the numbers of activity, and of who asks for a list of the table `rankings`. It reads but for
/// one column, in which a list is wanted.
namespace likes::store::sql_text {

/// chat, kind, span, reaction → the list, if it is in the table: when it was made, null before the first time; its
/// items; whether it was wanted within the last minute.
inline constexpr std::string_view kRanking = R"sql(
    SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', computed_at), items,
           wanted_at > UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE
    FROM rankings WHERE chat_id = UNHEX(?) AND kind = ? AND span = ? AND reaction = ?)sql";

/// The same key → the list is wanted now.
inline constexpr std::string_view kWantRanking = R"sql(
    INSERT INTO rankings (chat_id, kind, span, reaction, wanted_at, computed_at, cost_ms, items)
    VALUES (UNHEX(?), ?, ?, ?, UTC_TIMESTAMP(6), NULL, 0, '')
    ON DUPLICATE KEY UPDATE wanted_at = UTC_TIMESTAMP(6))sql";

}  // namespace likes::store::sql_text
