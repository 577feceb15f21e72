#include "support/chat.hpp"

#include <string>

#include "support/sql.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

std::string insert_member(const std::string& chat, const std::string& user) {
    return "INSERT INTO chat_members (chat_id, user_id, joined_at) VALUES (" + sql_id(chat) + ',' + sql_text(user) +
           ", UTC_TIMESTAMP(6));";
}

}  // namespace

Chat::Chat(std::size_t members, std::size_t messages, const std::string& name)
    : id_{unique_uuid()}, topic_{"chats/" + id_ + "/events"} {
    std::string statements = "START TRANSACTION; INSERT INTO chats (chat_id) VALUES (" + sql_id(id_) + ");";
    for (std::size_t i = 0; i < members; ++i) {
        members_.push_back(unique_user(name));
        statements += insert_member(id_, members_.back());
    }
    for (std::size_t i = 0; i < messages; ++i) {
        messages_.push_back(unique_uuid());
        statements += "INSERT INTO messages (message_id, chat_id, sender_id, body, created_at) VALUES (" +
                      sql_id(messages_.back()) + ',' + sql_id(id_) + ", 'sender', 'привет', UTC_TIMESTAMP(6));";
    }
    sql(statements + "COMMIT;");
}

void Chat::join(const std::string& user) const {
    sql(insert_member(id_, user));
}

void Chat::leave(const std::string& user) const {
    sql("UPDATE chat_members SET left_at = UTC_TIMESTAMP(6) WHERE chat_id = " + sql_id(id_) +
        " AND user_id = " + sql_text(user));
}

void Chat::rejoin(const std::string& user) const {
    sql("UPDATE chat_members SET left_at = NULL WHERE chat_id = " + sql_id(id_) + " AND user_id = " + sql_text(user));
}

std::string Chat::of_outbox() const {
    return " WHERE INSTR(entries, LOWER(HEX(" + sql_id(id_) + "))) > 0";
}

void Chat::empty_outbox() const {
    sql("DELETE FROM outbox" + of_outbox());
}

std::vector<std::string> Chat::outbox_by_target() const {
    // The first 48 bits of the ids are milliseconds since 1970.
    const auto rows =
        sql("SELECT SUBSTRING_INDEX(entries, ' ', 3) AS target, COUNT(*),"
            " FROM_UNIXTIME(CONV(LEFT(HEX(MIN(outbox_id)), 12), 16, 10) / 1000) FROM outbox" +
            of_outbox() + " GROUP BY target ORDER BY MIN(outbox_id) LIMIT 20");
    std::vector<std::string> texts;
    for (const auto& row : rows) texts.push_back(row.at(0) + " since " + row.at(2) + ", rows: " + row.at(1));
    return texts;
}

std::size_t Chat::outbox_rows() const {
    return sql_number("SELECT COUNT(*) FROM outbox" + of_outbox());
}

std::map<Subject, SubjectRows> Chat::tables() const {
    // One statement, so one moment: of each summary a row, and after it a row per user.
    const std::string of_chat = "JOIN messages m USING (message_id) WHERE m.chat_id = " + sql_id(id_);
    const auto rows =
        sql("SELECT LOWER(HEX(message_id)), reaction, version, 0 AS is_user, total AS value FROM "
            "reaction_summaries " +
            of_chat + " UNION ALL SELECT LOWER(HEX(message_id)), reaction, version, 1, user_id FROM reactions " +
            of_chat + " ORDER BY is_user, version");
    std::map<std::string, std::string> ids;
    for (const auto& message : messages_) {
        std::string hex = message;
        std::erase(hex, '-');
        ids[hex] = message;
    }
    std::map<Subject, SubjectRows> tables;
    for (const auto& row : rows) {
        auto& subject = tables[{ids.at(row.at(0)), row.at(1)}];
        if (row.at(3) == "1") {
            subject.users.push_back(row.at(4));
        } else {
            subject.version = std::stoull(row.at(2));
            subject.total = std::stoul(row.at(4));
        }
    }
    return tables;
}

void delete_message(const std::string& message) {
    sql("UPDATE messages SET deleted_at = UTC_TIMESTAMP(6) WHERE message_id = " + sql_id(message));
}

void move_message(const std::string& message, const Chat& chat) {
    sql("UPDATE messages SET chat_id = " + sql_id(chat.id()) + " WHERE message_id = " + sql_id(message));
}

std::vector<std::string> rows_of_reactions(const std::string& message, const std::string& reaction) {
    std::vector<std::string> users;
    for (auto& row : sql("SELECT user_id FROM reactions WHERE reaction = " + sql_text(reaction) +
                         " AND message_id = " + sql_id(message) + " ORDER BY version")) {
        users.push_back(std::move(row.front()));
    }
    return users;
}

SummaryRow summary_row(const std::string& message, const std::string& reaction) {
    const auto rows = sql("SELECT total, version FROM reaction_summaries WHERE reaction = " + sql_text(reaction) +
                          " AND message_id = " + sql_id(message));
    if (rows.empty()) return {0, 0};
    return {std::stoul(rows.front().at(0)), std::stoull(rows.front().at(1))};
}

}  // namespace likes::test
