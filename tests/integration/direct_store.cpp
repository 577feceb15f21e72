#include "direct_store.hpp"

#include <future>
#include <stdexcept>
#include <utility>

#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "base/uuid_v7.hpp"
#include "support/patience.hpp"
#include "support/row_lock.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"

namespace likes::test {
namespace {

constexpr std::chrono::seconds kLockWait{10};

}  // namespace

int waiting_transactions() {
    // INNODB_TRX would not do: whoever asks it more often than ten times a second is told the same again.
    return std::stoi(sql("SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_current_waits'").at(0).at(1));
}

database::Session session_of(const std::string& account, std::chrono::milliseconds patience) {
    return database::Session{{.url = "tcp://127.0.0.1:" + std::to_string(stack().db_port),
                              .database = "likes",
                              .user = "likes_" + account,
                              .password = password_of(account),
                              .connect_timeout = std::chrono::seconds{1},
                              .read_timeout = 2 * kLockWait,
                              .lock_wait_timeout = kLockWait,
                              .patience = patience}};
}

store::ReactionWriter writer_at(const Time& now, std::vector<Reaction> exclusive, database::Session session) {
    return {std::move(session),
            {kTenLikers, kEventInterval, std::move(exclusive)},
            [&now] { return now; },
            seeded_random_bits()};
}

MessageReaction target(const std::string& message, const std::string& reaction) {
    return {Uuid::parse(message).value(), Reaction::parse(reaction).value()};
}

ReactionChange put(const MessageReaction& target, const std::string& user) {
    return {target, UserId::parse(user).value(), Action::kPut};
}

ReactionChange take_back(const MessageReaction& target, const std::string& user) {
    return {target, UserId::parse(user).value(), Action::kTakeBack};
}

std::vector<std::string> outbox_of(const MessageReaction& target) {
    std::vector<std::string> changes;
    for (auto& row : sql("SELECT changes FROM outbox WHERE message_id = " + sql_id(target.message.to_string()) +
                         " AND reaction = " + sql_text(target.reaction.code()) + " ORDER BY event_id")) {
        // An empty column is none at all.
        changes.push_back(row.empty() ? "" : std::move(row.front()));
    }
    return changes;
}

ForgottenAfterwards::~ForgottenAfterwards() {
    const auto of_chat = " USING (message_id) WHERE m.chat_id = " + sql_id(chat_) + ";";
    sql("DELETE s FROM messages m JOIN reaction_summaries s" + of_chat + "DELETE r FROM messages m JOIN reactions r" +
        of_chat + "DELETE FROM outbox WHERE chat_id = " + sql_id(chat_));
}

void run_both_from_a_lock(std::string_view select_for_update, const std::function<void()>& first,
                          const std::function<void()>& second) {
    std::future<void> one;
    std::future<void> other;
    bool both_waited = false;
    while_locked(select_for_update, [&] {
        one = std::async(std::launch::async, first);
        other = std::async(std::launch::async, second);
        both_waited = eventually([] { return waiting_transactions() == 2; }, kLockWait - std::chrono::seconds{2});
    });
    one.get();
    other.get();
    if (!both_waited) throw std::runtime_error{"the two never waited for a lock at the same time"};
}

}  // namespace likes::test
