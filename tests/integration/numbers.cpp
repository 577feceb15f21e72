#include "numbers.hpp"

#include <exception>
#include <iostream>
#include <utility>

#include "support/sql.hpp"

namespace likes::test {
namespace {

std::string day(std::optional<unsigned> days_ago) {
    return days_ago ? "FLOOR(UNIX_TIMESTAMP() / 86400) - " + std::to_string(*days_ago) : "0";
}

}  // namespace

Numbers::Numbers(const Chat& chat) : chat_{chat.id()} {
    changed(chat.message());
}

Numbers::~Numbers() {
    const std::string of_chat = " WHERE chat_id = " + sql_id(chat_) + ";";
    std::string forgetting =
        "DELETE s FROM messages m JOIN reaction_summaries s USING (message_id) WHERE m.chat_id = " + sql_id(chat_) +
        ";";
    for (const std::string table : {"chat_changes", "user_days", "like_quarters", "rankings"}) {
        forgetting += "DELETE FROM " + table + of_chat;
    }
    if (!users_.empty()) {
        forgetting += "DELETE FROM user_days WHERE chat_id = " + kAllChats + " AND user_id IN (" + users_ + ");";
    }
    try {
        sql(forgetting);
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
    }
}

Numbers& Numbers::reactions(const std::string& message, std::size_t count, const std::string& code) {
    const auto number = std::to_string(count);
    return statement("INSERT INTO reaction_summaries VALUES (" + sql_id(message) + ", " + sql_text(code) + ", " +
                     number + ", " + number + ", UTC_TIMESTAMP(6), '1970-01-01', '', '')")
        .changed(message);
}

Numbers& Numbers::changed(const std::string& message) {
    return statement("INSERT IGNORE INTO chat_changes VALUES (" + sql_id(chat_) + ", " + sql_id(message) + ", 1)");
}

Numbers& Numbers::written(const std::string& message, std::size_t seconds_ago) {
    return statement("UPDATE messages SET created_at = UTC_TIMESTAMP() - INTERVAL " + std::to_string(seconds_ago) +
                     " SECOND WHERE message_id = " + sql_id(message));
}

Numbers& Numbers::user(const std::string& user, std::int64_t given, std::int64_t received,
                       std::optional<unsigned> days_ago) {
    users_ += (users_.empty() ? "" : ",") + sql_text(user);
    for (const auto& chat : {sql_id(chat_), kAllChats}) {
        statement("INSERT INTO user_days VALUES (" + chat + ", " + sql_text(user) + ", " + day(days_ago) + ", " +
                  std::to_string(given) + ", " + std::to_string(received) + ")");
    }
    return *this;
}

Numbers& Numbers::chat(std::int64_t given, std::int64_t taken_back, unsigned days_ago) {
    return statement("INSERT INTO like_quarters VALUES (" + sql_id(chat_) + ", '*', (" + day(days_ago) + ") * 96, " +
                     std::to_string(given) + ", " + std::to_string(taken_back) + ")");
}

Numbers& Numbers::statement(const std::string& statement) {
    statements_ += statement + ';';
    return *this;
}

void Numbers::write() {
    sql("START TRANSACTION;" + std::exchange(statements_, {}) + "COMMIT;");
}

}  // namespace likes::test
