#include "direct_store.hpp"

#include <exception>
#include <future>
#include <iostream>
#include <stdexcept>
#include <utility>

#include "base/text.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "base/uuid_v7.hpp"
#include "likes/outbox_entry.hpp"
#include "support/patience.hpp"
#include "support/row_lock.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

constexpr std::chrono::seconds kLockWait{10};

/// `+ann -bob`.
std::string words_of(const std::vector<Change>& changes) {
    std::string words;
    for (const auto& change : changes) {
        if (!words.empty()) words += ' ';
        words += format_change(change);
    }
    return words;
}

}  // namespace

int waiting_transactions() {
    // INNODB_TRX would not do: whoever asks it more often than ten times a second is told the same again.
    return std::stoi(sql("SHOW GLOBAL STATUS LIKE 'Innodb_row_lock_current_waits'").at(0).at(1));
}

database::SessionSettings settings_of(const std::string& account, std::chrono::milliseconds patience) {
    return {.url = "tcp://127.0.0.1:" + std::to_string(stack().db_port),
            .database = "likes",
            .user = "likes_" + account,
            .password = password_of(account),
            .connect_timeout = std::chrono::seconds{1},
            .read_timeout = 2 * kLockWait,
            .lock_wait_timeout = kLockWait,
            .patience = patience};
}

database::Session session_of(const std::string& account, std::chrono::milliseconds patience) {
    return database::Session{settings_of(account, patience)};
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
    std::vector<std::string> found;
    for (const auto& row : sql("SELECT REPLACE(entries, CHAR(10), ';') FROM outbox WHERE INSTR(entries, " +
                               sql_text(target.message.to_hex()) + ") > 0 ORDER BY outbox_id")) {
        for (const auto line : split(row.front(), ';')) {
            const auto entry = parse_entry(line);
            if (entry.target == target) found.push_back(words_of(entry.changes));
        }
    }
    return found;
}

Consumer::Consumer() : name_{"test-" + unique_uuid().substr(0, 8)} {}

Consumer::~Consumer() {
    try {
        take_all();
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
    }
}

store::Feed Consumer::feed() const {
    return {{name_}, system_now, seeded_random_bits()};
}

std::vector<FeedEntry> Consumer::entries() const {
    std::vector<FeedEntry> entries;
    for (const auto& row : sql("SELECT REPLACE(entries, CHAR(10), ';') FROM feed WHERE consumer = " + sql_text(name_) +
                               " ORDER BY feed_id")) {
        for (const auto line : split(row.front(), ';')) entries.push_back(parse_feed_entry(line));
    }
    return entries;
}

std::vector<std::string> Consumer::words() const {
    std::vector<std::string> words;
    for (const auto& [id, cause, entry] : entries()) {
        words.push_back(entry.target.reaction.code() + ' ' + words_of(entry.changes));
    }
    return words;
}

void Consumer::take_all() const {
    sql("DELETE FROM feed WHERE consumer = " + sql_text(name_));
}

ForgottenAfterwards::~ForgottenAfterwards() {
    const auto of_chat = " USING (message_id) WHERE m.chat_id = " + sql_id(chat_) + ";";
    sql("DELETE s FROM messages m JOIN reaction_summaries s" + of_chat + "DELETE r FROM messages m JOIN reactions r" +
        of_chat + "DELETE FROM outbox WHERE INSTR(entries, LOWER(HEX(" + sql_id(chat_) + "))) > 0");
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
