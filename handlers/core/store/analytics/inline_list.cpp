#include "store/analytics/inline_list.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <unordered_map>
#include <utility>

#include "analytics/bucket.hpp"
#include "analytics/top_list.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "database/result_set.hpp"
#include "store/analytics/message_counts.hpp"
#include "store/analytics/ranking_sql.hpp"
#include "store/analytics/users_there.hpp"

namespace likes::store {
namespace {

using Messages = std::unordered_map<Uuid, analytics::CountedMessage>;

sql::PreparedStatement& prepare_messages(database::Session& session, const analytics::ListKey& key, Time begin,
                                         std::size_t rows) {
    auto& statement = session.prepare(key.reaction ? sql_text::kMessagesOfChat : sql_text::kMessagesOfChatByAll);
    unsigned parameter = 1;
    if (key.reaction) statement.setString(parameter++, key.reaction->code());
    statement.setInt64(parameter++, begin.time_since_epoch().count());
    statement.setString(parameter++, key.chat.to_hex());
    statement.setUInt64(parameter, rows);
    return statement;
}

/// The counts of all messages of the list; nullopt if more than `rows_max` rows would have to be read.
std::optional<Messages> count_messages(database::Session& session, const analytics::ListKey& key, Time begin,
                                       std::size_t rows_max) {
    database::ResultSet rows{prepare_messages(session, key, begin, rows_max + 1).executeQuery()};
    Messages messages;
    std::size_t read = 0;
    for (; rows.next(); ++read) {
        if (rows.is_null(1)) continue;
        auto& message = messages[rows.uuid(1)];
        message.message = rows.uuid(1);
        message.created_at = rows.time(2);
        message.count += rows.number(3);
    }
    if (read > rows_max) return std::nullopt;
    return messages;
}

/// Whether somebody has ever reacted to more messages of the chat.
bool is_longer(database::Session& session, const Uuid& chat, std::size_t messages) {
    auto& statement = session.prepare(sql_text::kIsLonger);
    statement.setString(1, chat.to_hex());
    statement.setUInt64(2, messages);
    database::ResultSet rows{statement.executeQuery()};
    return rows.next();
}

}  // namespace

std::optional<std::vector<analytics::ListedMessage>> inline_messages(database::Session& session,
                                                                     const analytics::ListKey& key, Time begin,
                                                                     std::size_t messages_max, std::size_t limit) {
    auto messages = count_messages(session, key, begin, messages_max);
    if (!messages) return std::nullopt;
    analytics::TopList<analytics::CountedMessage> top{limit};
    for (auto& [id, message] : *messages) top.offer(message);
    return count_reactions(session, top.take(), key.reaction);
}

std::optional<std::vector<analytics::CountedUser>> inline_users(database::Session& session,
                                                                const analytics::ListKey& key, Time begin,
                                                                std::size_t messages_max) {
    if (is_longer(session, key.chat, messages_max)) return std::nullopt;
    auto& statement = session.prepare(sql_text::kUserDays);
    statement.setUInt(1, analytics::day_of(std::chrono::floor<std::chrono::seconds>(begin)));
    statement.setBoolean(2, key.kind == analytics::Kind::kGiven);
    statement.setString(3, key.chat.to_hex());
    statement.setUInt64(4, kUserRowsMax + 1);
    database::ResultSet rows{statement.executeQuery()};

    // A number may be less than 0 for a moment, because additions come in any order.
    struct Sum {
        UserId user;
        std::int64_t count;
    };
    std::vector<Sum> sums;
    std::size_t read = 0;
    for (; rows.next(); ++read) {
        auto user = rows.parsed<UserId>(1);
        if (sums.empty() || sums.back().user != user) sums.push_back({std::move(user), 0});
        sums.back().count += rows.signed_number(2);
    }

    std::vector<analytics::CountedUser> users;
    for (auto& [user, count] : sums) {
        if (count > 0) users.push_back({std::move(user), static_cast<std::uint64_t>(count)});
    }
    if (read + kRowsOfUserThere * users.size() > kUserRowsMax) return std::nullopt;
    std::sort(users.begin(), users.end(), [](const auto& one, const auto& other) { return precedes(one, other); });
    return users;
}

}  // namespace likes::store
