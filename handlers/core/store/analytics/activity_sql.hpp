#pragma once

#include <string_view>

/// The SQL of who reads the numbers of activity, and of who asks for a list of the table `rankings`. It reads but for
/// one column, in which a list is wanted.
namespace likes::store::sql_text {

/// Texts: each `?` is replaced by literals before the statement is sent, because the list of an INTERVAL() is of any
/// length, and the server searches it by halves only if all of it are constants.

/// kActivityByPlace, or several of kActivityBetween with UNION ALL → their rows; nulls if there is none. In each row:
/// since when the quarters are kept, since when it is counted, null if not yet, and the database's clock. What is older
/// than what is kept is not in the sums. One statement, so one moment.
inline constexpr std::string_view kActivity = R"sql(
    SELECT a.place, a.given, a.taken_back, TIMESTAMPDIFF(MICROSECOND, '1970-01-01', k.at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', c.at), TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))
    FROM (SELECT 1) one
    LEFT JOIN cursors k ON k.name = 'quarters_kept'
    LEFT JOIN cursors c ON c.name = 'counting'
    LEFT JOIN (?) a ON TRUE)sql";

/// quarters, chat, reaction, quarter, quarter → a row for each place among the quarters of the list, in ascending
/// order, at which something was given: the place, from 0 for what is before the first, and how much was given and
/// taken back, in the time from the first up to, and without, the second of the quarters.
inline constexpr std::string_view kActivityByPlace = R"sql(
        SELECT INTERVAL(l.quarter, ?) AS place, GREATEST(SUM(l.given), 0) AS given,
               GREATEST(SUM(l.taken_back), 0) AS taken_back
        FROM like_quarters l
        WHERE l.chat_id = ? AND l.reaction = ? AND l.quarter >= ? AND l.quarter < ?
          AND l.quarter * 900 >= (SELECT COALESCE(MAX(TIMESTAMPDIFF(SECOND, '1970-01-01', kept.at)), 0)
                                  FROM cursors kept WHERE kept.name = 'quarters_kept')
        GROUP BY place)sql";

/// number, chat, reaction, quarter, quarter → a row: the number, as a place, and the same sums.
inline constexpr std::string_view kActivityBetween = R"sql(
        SELECT ? AS place, COALESCE(GREATEST(SUM(l.given), 0), 0) AS given,
               COALESCE(GREATEST(SUM(l.taken_back), 0), 0) AS taken_back
        FROM like_quarters l
        WHERE l.chat_id = ? AND l.reaction = ? AND l.quarter >= ? AND l.quarter < ?
          AND l.quarter * 900 >= (SELECT COALESCE(MAX(TIMESTAMPDIFF(SECOND, '1970-01-01', kept.at)), 0)
                                  FROM cursors kept WHERE kept.name = 'quarters_kept'))sql";

/// quarter, quarter, quarter, quarter, reactions, quarter, quarter → of all chats together, a row for each of these
/// reactions that was given: the reaction, how much of it was given and taken back before the first four quarters,
/// which are the same one, and from it on; all between the last two. The rest as in kActivity.
inline constexpr std::string_view kSummary = R"sql(
    SELECT a.reaction, a.given_before, a.taken_back_before, a.given, a.taken_back,
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', k.at), TIMESTAMPDIFF(MICROSECOND, '1970-01-01', c.at),
           TIMESTAMPDIFF(MICROSECOND, '1970-01-01', UTC_TIMESTAMP(6))
    FROM (SELECT 1) one
    LEFT JOIN cursors k ON k.name = 'quarters_kept'
    LEFT JOIN cursors c ON c.name = 'counting'
    LEFT JOIN (
        SELECT l.reaction,
               GREATEST(SUM(IF(l.quarter < ?, l.given, 0)), 0) AS given_before,
               GREATEST(SUM(IF(l.quarter < ?, l.taken_back, 0)), 0) AS taken_back_before,
               GREATEST(SUM(IF(l.quarter >= ?, l.given, 0)), 0) AS given,
               GREATEST(SUM(IF(l.quarter >= ?, l.taken_back, 0)), 0) AS taken_back
        FROM like_quarters l
        WHERE l.chat_id = ? AND l.reaction IN (?) AND l.quarter >= ? AND l.quarter < ?
          AND l.quarter * 900 >= (SELECT COALESCE(MAX(TIMESTAMPDIFF(SECOND, '1970-01-01', kept.at)), 0)
                                  FROM cursors kept WHERE kept.name = 'quarters_kept')
        GROUP BY l.reaction) a ON TRUE)sql";

/// chat, kind, span, reaction → the list, if it is in the table: when it was made, null before the first time; its
/// items; whether it was wanted within the last minute.
inline constexpr std::string_view kRanking = R"sql(
    SELECT TIMESTAMPDIFF(MICROSECOND, '1970-01-01', computed_at), items,
           wanted_at > UTC_TIMESTAMP(6) - INTERVAL 1 MINUTE
    FROM rankings WHERE chat_id = UNHEX(?) AND kind = ? AND span = ? AND reaction = ?)sql";

/// The same key → the list is wanted now, for the first time.
inline constexpr std::string_view kAskForRanking = R"sql(
    INSERT INTO rankings (chat_id, kind, span, reaction, wanted_at, computed_at, cost_ms, items)
    VALUES (UNHEX(?), ?, ?, ?, UTC_TIMESTAMP(6), NULL, 0, ''))sql";

/// The same key → the list is still wanted. Not by ON DUPLICATE KEY UPDATE, for which MariaDB asks for the right to
/// change every column.
inline constexpr std::string_view kWantRanking = R"sql(
    UPDATE rankings SET wanted_at = UTC_TIMESTAMP(6)
    WHERE chat_id = UNHEX(?) AND kind = ? AND span = ? AND reaction = ?)sql";

}  // namespace likes::store::sql_text
