#include "support/chat.hpp"

#include "support/sql.hpp"
#include "support/unique.hpp"

namespace likes::test {

Chat::Chat(std::size_t members, std::size_t messages) : id_{unique_uuid()}, topic_{"chats/" + id_ + "/events"} {
    std::string statements = "START TRANSACTION; INSERT INTO chats (chat_id) VALUES (" + sql_id(id_) + ");";
    for (std::size_t i = 0; i < members; ++i) {
        members_.push_back(unique_user());
        statements += "INSERT INTO chat_members (chat_id, user_id, joined_at) VALUES (" + sql_id(id_) + ',' +
                      sql_text(members_.back()) + ", UTC_TIMESTAMP(6));";
    }
    for (std::size_t i = 0; i < messages; ++i) {
        messages_.push_back(unique_uuid());
        statements += "INSERT INTO messages (message_id, chat_id, sender_id, body, created_at) VALUES (" +
                      sql_id(messages_.back()) + ',' + sql_id(id_) + ", 'sender', 'привет', UTC_TIMESTAMP(6));";
    }
    sql(statements + "COMMIT;");
}

void Chat::leave(const std::string& user) const {
    sql("UPDATE chat_members SET left_at = UTC_TIMESTAMP(6) WHERE chat_id = " + sql_id(id_) +
        " AND user_id = " + sql_text(user));
}

void Chat::rejoin(const std::string& user) const {
    sql("UPDATE chat_members SET left_at = NULL WHERE chat_id = " + sql_id(id_) + " AND user_id = " + sql_text(user));
}

std::size_t Chat::outbox_rows() const {
    return sql_number("SELECT COUNT(*) FROM outbox WHERE chat_id = " + sql_id(id_));
}

void delete_message(const std::string& message) {
    sql("UPDATE messages SET deleted_at = UTC_TIMESTAMP(6) WHERE message_id = " + sql_id(message));
}

std::vector<std::string> rows_of_reactions(const std::string& message) {
    std::vector<std::string> users;
    for (auto& row : sql("SELECT user_id FROM reactions WHERE reaction = 'like' AND message_id = " + sql_id(message) +
                         " ORDER BY version")) {
        users.push_back(std::move(row.front()));
    }
    return users;
}

SummaryRow summary_row(const std::string& message) {
    const auto rows = sql("SELECT total, version FROM reaction_summaries WHERE reaction = 'like' AND message_id = " +
                          sql_id(message));
    if (rows.empty()) return {0, 0};
    return {std::stoul(rows.front().at(0)), std::stoull(rows.front().at(1))};
}

}  // namespace likes::test
