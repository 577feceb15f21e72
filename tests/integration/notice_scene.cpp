#include "notice_scene.hpp"

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "base/uuid_v7.hpp"
#include "likes/change.hpp"
#include "likes/feed_entry.hpp"
#include "support/sql.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

std::string of_notice(const std::string& recipient, const std::string& message) {
    return " WHERE recipient_id = " + sql_text(recipient) + " AND message_id = " + sql_id(message);
}

/// The users of `user,code,seconds` with blanks between.
std::vector<std::string> users_of(const std::string& newest) {
    std::vector<std::string> users;
    std::size_t begin = 0;
    while (begin < newest.size()) {
        users.push_back(newest.substr(begin, newest.find(',', begin) - begin));
        const auto end = newest.find(' ', begin);
        if (end == std::string::npos) break;
        begin = end + 1;
    }
    return users;
}

}  // namespace

NoticeScene::NoticeScene(std::size_t members, std::size_t messages)
    : chat{members, messages}, author{unique_user("author")} {
    chat.join(author);
    sql("UPDATE messages SET sender_id = " + sql_text(author) + " WHERE chat_id = " + sql_id(chat.id()));
}

void NoticeScene::put(const std::vector<std::string>& users, const std::string& reaction) const {
    // Whoever reacts later does so in a later second.
    static int second = 0;
    const auto rows = " FROM reactions WHERE message_id = " + sql_id(message()) +
                      " AND reaction = " + sql_text(reaction) + " ON DUPLICATE KEY UPDATE user_id = VALUES(user_id);";
    std::string statements;
    for (const auto& user : users) {
        statements += "INSERT INTO reactions SELECT " + sql_id(message()) + ", " + sql_text(reaction) + ", " +
                      sql_text(user) + ", COALESCE(MAX(version), 0) + 1, '2026-01-01' + INTERVAL " +
                      std::to_string(++second) + " SECOND" + rows;
    }
    sql(statements);
    count(reaction);
}

void NoticeScene::take_back(const std::vector<std::string>& users, const std::string& reaction) const {
    std::string names;
    for (const auto& user : users) names += (names.empty() ? "" : ",") + sql_text(user);
    sql("DELETE FROM reactions WHERE message_id = " + sql_id(message()) + " AND reaction = " + sql_text(reaction) +
        " AND user_id IN (" + names + ")");
    count(reaction);
}

void NoticeScene::count(const std::string& reaction) const {
    const auto rows =
        " FROM reactions WHERE message_id = " + sql_id(message()) + " AND reaction = " + sql_text(reaction);
    sql("SET SESSION group_concat_max_len = 1000000; INSERT INTO reaction_summaries SELECT " + sql_id(message()) +
        ", " + sql_text(reaction) + ", (SELECT COUNT(*)" + rows + "), (SELECT COALESCE(MAX(version), 1)" + rows +
        "), UTC_TIMESTAMP(6), '1970-01-01', (SELECT COALESCE(GROUP_CONCAT(CONCAT_WS(',', user_id, version, "
        "FLOOR(UNIX_TIMESTAMP(reacted_at))) ORDER BY version SEPARATOR ' '), '') FROM (SELECT *" +
        rows +
        " ORDER BY version DESC LIMIT 100) newest), '' ON DUPLICATE KEY UPDATE total = VALUES(total), "
        "version = VALUES(version), recent = VALUES(recent)");
}

void NoticeScene::feed(const std::vector<std::string>& changes, Cause cause, const std::string& reaction) const {
    FeedEntry entry{
        Uuid::parse(unique_uuid()).value(),
        cause,
        {Uuid::parse(chat.id()).value(), {Uuid::parse(message()).value(), Reaction::parse(reaction).value()}, {}}};
    for (const auto& word : changes) entry.entry.changes.push_back(parse_change(word));
    feed_notices(format_feed_entry(entry));
}

void feed_notices(const std::string& lines) {
    static const RandomBits kRandom = seeded_random_bits();
    sql("INSERT INTO feed (consumer, feed_id, entries) VALUES ('notices', " +
        sql_id(make_uuid_v7(system_now(), kRandom).to_string()) + ", " + sql_text(lines) + ")");
}

std::uint64_t rows_for_notices() {
    return sql_number("SELECT COUNT(*) FROM feed WHERE consumer = 'notices'");
}

std::optional<NoticeRow> notice_of(const std::string& recipient, const std::string& message) {
    const auto rows =
        sql("SELECT LOWER(HEX(chat_id)), state, is_read, sequence, raised_sequence, actors, reactions, newest, "
            "new_since_read, milestone FROM notices" +
            of_notice(recipient, message));
    if (rows.empty()) return std::nullopt;
    const auto& row = rows.front();
    return NoticeRow{row.at(0),
                     std::stoi(row.at(1)),
                     row.at(2) == "1",
                     std::stoull(row.at(3)),
                     std::stoull(row.at(4)),
                     std::stoull(row.at(5)),
                     row.at(6),
                     users_of(row.at(7)),
                     std::stoull(row.at(8)),
                     std::stoull(row.at(9))};
}

std::uint64_t known_actors(const std::string& message) {
    return sql_number("SELECT COUNT(*) FROM notice_actors WHERE message_id = " + sql_id(message));
}

std::uint64_t head_of(const std::string& recipient) {
    return sql_number("SELECT COALESCE(MAX(sequence), 0) FROM notice_heads WHERE recipient_id = " +
                      sql_text(recipient));
}

std::optional<std::uint64_t> delivery_of(const std::string& recipient, const std::string& message) {
    const auto rows = sql("SELECT sequence FROM notice_deliveries" + of_notice(recipient, message));
    if (rows.empty()) return std::nullopt;
    return std::stoull(rows.front().at(0));
}

}  // namespace likes::test
