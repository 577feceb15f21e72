#pragma once

#include <string_view>

#include "database/literal_rows.hpp"

/// The SQL of counting what the feed brings, and of folding what is older than it is kept. The rules of ../sql.hpp hold
/// here as well.
namespace likes::store::sql_text {

/// → sets the moment since which is counted, unless it is set.
inline constexpr std::string_view kBeginCounting = R"sql(
    INSERT INTO cursors (name, at) VALUES ('counting', UTC_TIMESTAMP(6)) ON DUPLICATE KEY UPDATE at = cursors.at)sql";

/// (message) → of each message whose row is there: id, sender.
inline constexpr database::RowsStatement kSenders{
    "SELECT message_id, sender_id FROM messages FORCE INDEX (PRIMARY) WHERE message_id IN (", ")"};

/// (chat, reaction, quarter, given, taken_back) → adds the numbers to the rows, which are made if need be.
inline constexpr database::RowsStatement kAddToQuarters{
    "INSERT INTO like_quarters (chat_id, reaction, quarter, given, taken_back) VALUES ",
    R"sql(
    ON DUPLICATE KEY UPDATE
        given = like_quarters.given + VALUES(given), taken_back = like_quarters.taken_back + VALUES(taken_back))sql"};

/// (chat, user, day, given, received) → adds the numbers to the rows, which are made if need be.
inline constexpr database::RowsStatement kAddToUserDays{
    "INSERT INTO user_days (chat_id, user_id, day, given, received) VALUES ",
    R"sql(
    ON DUPLICATE KEY UPDATE
        given = user_days.given + VALUES(given), received = user_days.received + VALUES(received))sql"};

/// (chat, user, day) → deletes those rows of which nothing is left.
inline constexpr database::RowsStatement kDeleteEmptyUserDays{
    R"sql(
    DELETE d FROM user_days d FORCE INDEX (PRIMARY) WHERE (d.chat_id, d.user_id, d.day) IN ()sql",
    ") AND d.given = 0 AND d.received = 0"};

/// chat, chat, reaction, chat, reaction, quarter, limit → the rows after that key: all columns. Each alternative is a
/// range of the key, so no row before it is read.
inline constexpr std::string_view kQuartersAfter = R"sql(
    SELECT chat_id, reaction, quarter, given, taken_back FROM like_quarters FORCE INDEX (PRIMARY)
    WHERE chat_id > UNHEX(?) OR (chat_id = UNHEX(?) AND reaction > ?)
       OR (chat_id = UNHEX(?) AND reaction = ? AND quarter > ?)
    ORDER BY chat_id, reaction, quarter LIMIT ?)sql";

/// chat, chat, user, chat, user, day, limit → the rows after that key: all columns.
inline constexpr std::string_view kUserDaysAfter = R"sql(
    SELECT chat_id, user_id, day, given, received FROM user_days FORCE INDEX (PRIMARY)
    WHERE chat_id > UNHEX(?) OR (chat_id = UNHEX(?) AND user_id > ?)
       OR (chat_id = UNHEX(?) AND user_id = ? AND day > ?)
    ORDER BY chat_id, user_id, day LIMIT ?)sql";

/// (chat, reaction, quarter) → the rows that are there: all columns. Locks them in the order of the key.
inline constexpr database::RowsStatement kLockQuarters{
    R"sql(
    SELECT chat_id, reaction, quarter, given, taken_back FROM like_quarters FORCE INDEX (PRIMARY)
    WHERE (chat_id, reaction, quarter) IN ()sql",
    ") FOR UPDATE"};

/// (chat, user, day) → the rows that are there: all columns. Locks them in the order of the key.
inline constexpr database::RowsStatement kLockUserDays{
    R"sql(
    SELECT chat_id, user_id, day, given, received FROM user_days FORCE INDEX (PRIMARY)
    WHERE (chat_id, user_id, day) IN ()sql",
    ") FOR UPDATE"};

/// (chat, reaction, quarter) → deletes the rows.
inline constexpr database::RowsStatement kDeleteQuarters{
    R"sql(
    DELETE q FROM like_quarters q FORCE INDEX (PRIMARY) WHERE (q.chat_id, q.reaction, q.quarter) IN ()sql",
    ")"};

/// (chat, user, day) → deletes the rows.
inline constexpr database::RowsStatement kDeleteUserDays{
    R"sql(
    DELETE d FROM user_days d FORCE INDEX (PRIMARY) WHERE (d.chat_id, d.user_id, d.day) IN ()sql",
    ")"};

/// seconds, limit → deletes lists that nobody has wanted for that time, the longest unwanted first.
inline constexpr std::string_view kDeleteUnwantedRankings = R"sql(
    DELETE FROM rankings WHERE wanted_at < UTC_TIMESTAMP(6) - INTERVAL ? SECOND ORDER BY wanted_at LIMIT ?)sql";

}  // namespace likes::store::sql_text
