#include "noticed.hpp"

#include <stdexcept>

#include "support/sql.hpp"

namespace likes::test {
namespace {

const std::string kZero = "REPEAT(CHAR(0), 16)";

std::uint64_t number_or_zero(const std::string& statement) {
    const auto rows = sql(statement);
    return rows.empty() ? 0 : std::stoull(rows.at(0).at(0));
}

}  // namespace

Noticed::Noticed(std::size_t messages) : chat_{1, messages, "author"} {
    sql("UPDATE messages SET sender_id = " + sql_text(recipient()) + " WHERE chat_id = " + sql_id(chat_.id()));
}

std::string Noticed::of_recipient() const {
    return " WHERE recipient_id = " + sql_text(recipient());
}

std::uint64_t Noticed::raise(const std::string& message, const Saying& saying) const {
    const auto rows = sql(
        "START TRANSACTION; INSERT INTO notice_heads (recipient_id, sequence, seen_sequence) VALUES (" +
        sql_text(recipient()) + ", 1, 0) ON DUPLICATE KEY UPDATE sequence = sequence + 1;" +
        "INSERT INTO notices (recipient_id, message_id, chat_id, state, is_read, sequence, raised_sequence, raised_at, "
        "changed_at, actors, reactions, newest, new_since_read, milestone) SELECT recipient_id, " +
        sql_id(message) + ", " + sql_id(chat_.id()) +
        ", 0, FALSE, sequence, sequence, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), " + std::to_string(saying.actors) + ", " +
        sql_text(saying.reactions) + ", " + sql_text(saying.newest) + ", " + std::to_string(saying.new_since_read) +
        ", 0 FROM notice_heads" + of_recipient() +
        " ON DUPLICATE KEY UPDATE state = 0, is_read = FALSE, sequence = VALUES(sequence), "
        "raised_sequence = VALUES(raised_sequence), raised_at = VALUES(raised_at), changed_at = VALUES(changed_at), "
        "actors = VALUES(actors), reactions = VALUES(reactions), newest = VALUES(newest), "
        "new_since_read = VALUES(new_since_read); SELECT sequence FROM notice_heads" +
        of_recipient() + "; COMMIT;");
    return std::stoull(rows.at(0).at(0));
}

void Noticed::raise_all() const {
    for (const auto& message : messages()) raise(message);
}

void Noticed::withdraw(const std::string& message) const {
    sql("START TRANSACTION; UPDATE notice_heads SET sequence = sequence + 1" + of_recipient() +
        "; UPDATE notices SET state = 1, sequence = (SELECT sequence FROM notice_heads" + of_recipient() + ")" +
        of_recipient() + " AND message_id = " + sql_id(message) + "; COMMIT;");
}

std::uint64_t Noticed::sequence() const {
    return number_or_zero("SELECT sequence FROM notice_heads" + of_recipient());
}

std::uint64_t Noticed::seen() const {
    return number_or_zero("SELECT seen_sequence FROM notice_heads" + of_recipient());
}

std::string Noticed::column(const std::string& message, const std::string& name) const {
    return sql("SELECT " + name + " FROM notices" + of_recipient() + " AND message_id = " + sql_id(message))
        .at(0)
        .at(0);
}

std::uint64_t Noticed::told_under(const std::string& message) const {
    return number_or_zero("SELECT sequence FROM notice_deliveries" + of_recipient() +
                          " AND channel = 'in_app' AND target = " + kZero +
                          " AND message_id = " + (message.empty() ? kZero : sql_id(message)));
}

}  // namespace likes::test
