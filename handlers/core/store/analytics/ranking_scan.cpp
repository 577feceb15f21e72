#include "store/analytics/ranking_scan.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include "analytics/bucket.hpp"
#include "analytics/people.hpp"
#include "analytics/ranking_items.hpp"
#include "analytics/top_list.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "database/result_set.hpp"
#include "store/analytics/counting_sql.hpp"
#include "store/analytics/message_counts.hpp"
#include "store/analytics/ranking_sql.hpp"
#include "store/analytics/users_there.hpp"
#include "store/cursors.hpp"
#include "store/upkeep/message_range.hpp"
#include "store/upkeep/sql.hpp"

namespace likes::store {
namespace {

using analytics::Kind;
using analytics::kListed;
using analytics::ListKey;
using analytics::Span;

/// Greater than every user id, whose characters are all less.
constexpr std::string_view kLastUser = "\x7F";

std::uint32_t day_of(Time time) {
    return analytics::day_of(std::chrono::floor<std::chrono::seconds>(time));
}

std::uint32_t quarter_of(Time time) {
    return analytics::quarter_of(std::chrono::floor<std::chrono::seconds>(time));
}

/// The id in the only column of the only row; greatest_uuid() if there is no row.
Uuid uuid_or_greatest(sql::PreparedStatement& statement) {
    database::ResultSet rows{statement.executeQuery()};
    return rows.next() ? rows.uuid(1) : greatest_uuid();
}

/// The user at the end of this many rows of the chat after that user, "" being before all of them; kLastUser if there
/// are not so many.
std::string end_of_users(database::Session& session, const Uuid& chat, const std::string& after, std::size_t rows) {
    auto& statement = session.prepare(sql_text::kEndOfUsers);
    statement.setString(1, chat.to_hex());
    statement.setString(2, after);
    statement.setUInt64(3, rows);
    database::ResultSet found{statement.executeQuery()};
    return found.next() ? found.text(1) : std::string{kLastUser};
}

/// The chat at the end of this many rows after that chat. kDeployment is before all of them.
Uuid end_of_chats(database::Session& session, const Uuid& after, std::size_t rows) {
    auto& statement = session.prepare(sql_text::kEndOfChats);
    statement.setString(1, after.to_hex());
    statement.setUInt64(2, rows);
    return uuid_or_greatest(statement);
}

class MessageScan final : public RankingScan {
  public:
    MessageScan(const ListKey& key, Time now, std::size_t rows)
        : key_{key}, begin_{begin_of(key.span, now)}, rows_{rows} {}

    bool read_part(database::Session& session) override {
        std::vector<analytics::CountedMessage> found;
        Uuid last;
        session.transaction([&](database::Session& attempt) {
            last = end_after(attempt, position_);
            found = top_until(attempt, last);
        });
        for (const auto& message : found) top_.offer(message);
        position_ = last;
        return last != greatest_uuid();
    }

    std::string items(database::Session& session) override {
        const auto messages = top_.take();
        std::vector<analytics::ListedMessage> listed;
        session.transaction(
            [&](database::Session& attempt) { listed = count_reactions(attempt, messages, key_.reaction); });
        return analytics::to_items(listed);
    }

  private:
    bool is_of_chat() const { return key_.chat != analytics::kDeployment; }

    Uuid end_after(database::Session& session, const Uuid& after) const {
        unsigned parameter = 1;
        auto& statement = session.prepare(is_of_chat() ? sql_text::kEndOfChatMessages : sql_text::kEndOfSummaries);
        if (is_of_chat()) statement.setString(parameter++, key_.chat.to_hex());
        statement.setString(parameter++, after.to_hex());
        statement.setUInt64(parameter, rows_);
        return uuid_or_greatest(statement);
    }

    /// The first of the list among the messages after position_, up to `last`.
    std::vector<analytics::CountedMessage> top_until(database::Session& session, const Uuid& last) const {
        database::ResultSet rows{prepare_top(session, last).executeQuery()};
        std::vector<analytics::CountedMessage> found;
        while (rows.next()) found.push_back({rows.uuid(1), rows.time(2), rows.number(3)});
        return found;
    }

    sql::PreparedStatement& prepare_top(database::Session& session, const Uuid& last) const {
        if (is_of_chat()) return key_.reaction ? top_of_chat(session, last) : top_of_chat_by_all(session, last);
        return key_.reaction ? top_of_all(session, last) : top_of_all_by_all(session, last);
    }

    sql::PreparedStatement& top_of_chat(database::Session& session, const Uuid& last) const {
        auto& statement = session.prepare(sql_text::kTopOfChat);
        statement.setString(1, key_.reaction->code());
        statement.setUInt64(2, top_.floor());
        statement.setInt64(3, microseconds_since_1970(begin_));
        statement.setString(4, key_.chat.to_hex());
        statement.setString(5, position_.to_hex());
        statement.setString(6, last.to_hex());
        statement.setUInt64(7, kListed);
        return statement;
    }

    sql::PreparedStatement& top_of_chat_by_all(database::Session& session, const Uuid& last) const {
        auto& statement = session.prepare(sql_text::kTopOfChatByAll);
        statement.setString(1, key_.chat.to_hex());
        statement.setString(2, position_.to_hex());
        statement.setString(3, last.to_hex());
        statement.setUInt64(4, top_.floor());
        statement.setString(5, key_.chat.to_hex());
        statement.setInt64(6, microseconds_since_1970(begin_));
        statement.setUInt64(7, kListed);
        return statement;
    }

    sql::PreparedStatement& top_of_all(database::Session& session, const Uuid& last) const {
        auto& statement = session.prepare(sql_text::kTop);
        statement.setInt64(1, microseconds_since_1970(begin_));
        statement.setString(2, position_.to_hex());
        statement.setString(3, last.to_hex());
        statement.setString(4, key_.reaction->code());
        statement.setUInt64(5, top_.floor());
        statement.setUInt64(6, kListed);
        return statement;
    }

    sql::PreparedStatement& top_of_all_by_all(database::Session& session, const Uuid& last) const {
        auto& statement = session.prepare(sql_text::kTopByAll);
        statement.setString(1, position_.to_hex());
        statement.setString(2, last.to_hex());
        statement.setUInt64(3, top_.floor());
        statement.setInt64(4, microseconds_since_1970(begin_));
        statement.setUInt64(5, kListed);
        return statement;
    }

    ListKey key_;
    Time begin_;
    std::size_t rows_;
    Uuid position_;
    analytics::TopList<analytics::CountedMessage> top_{kListed};
};

class UserScan final : public RankingScan {
  public:
    UserScan(const ListKey& key, Time now, std::size_t rows)
        : key_{key}, day_{day_of(begin_of(key.span, now))}, rows_{rows} {}

    bool read_part(database::Session& session) override {
        std::vector<analytics::CountedUser> found;
        std::string last;
        session.transaction([&](database::Session& attempt) {
            last = end_of_users(attempt, key_.chat, position_, rows_);
            found = top_until(attempt, last);
        });
        for (auto& user : found) top_.offer(std::move(user));
        position_ = last;
        return last != kLastUser;
    }

    /// Who was erased since their part was read must not be written any more.
    std::string items(database::Session& session) override {
        const auto users = top_.take();
        std::vector<analytics::CountedUser> listed;
        session.transaction([&](database::Session& attempt) { listed = users_there(attempt, key_.chat, users); });
        return analytics::to_items(listed);
    }

  private:
    std::vector<analytics::CountedUser> top_until(database::Session& session, const std::string& last) const {
        const bool is_of_chat = key_.chat != analytics::kDeployment;
        auto& statement = session.prepare(is_of_chat ? sql_text::kTopMembers : sql_text::kTopUsers);
        unsigned parameter = 1;
        statement.setBoolean(parameter++, key_.kind == Kind::kGiven);
        statement.setString(parameter++, key_.chat.to_hex());
        statement.setString(parameter++, position_);
        statement.setString(parameter++, last);
        statement.setUInt(parameter++, day_);
        statement.setUInt64(parameter++, top_.floor());
        if (is_of_chat) statement.setString(parameter++, key_.chat.to_hex());
        statement.setUInt64(parameter, kListed);
        database::ResultSet rows{statement.executeQuery()};
        std::vector<analytics::CountedUser> found;
        while (rows.next()) found.push_back({rows.parsed<UserId>(1), rows.number(2)});
        return found;
    }

    ListKey key_;
    std::uint32_t day_;
    std::size_t rows_;
    std::string position_;
    analytics::TopList<analytics::CountedUser> top_{kListed};
};

class ChatScan final : public RankingScan {
  public:
    ChatScan(const ListKey& key, Time now, std::size_t rows)
        : quarter_{quarter_of(begin_of(key.span, now))}, rows_{rows} {}

    bool read_part(database::Session& session) override {
        std::vector<analytics::CountedChat> found;
        Uuid last;
        session.transaction([&](database::Session& attempt) {
            last = end_of_chats(attempt, position_, rows_);
            found = top_until(attempt, last);
        });
        for (const auto& chat : found) top_.offer(chat);
        position_ = last;
        return last != greatest_uuid();
    }

    std::string items(database::Session& /*session*/) override { return analytics::to_items(top_.take()); }

  private:
    std::vector<analytics::CountedChat> top_until(database::Session& session, const Uuid& last) const {
        auto& statement = session.prepare(sql_text::kTopChats);
        statement.setString(1, position_.to_hex());
        statement.setString(2, last.to_hex());
        statement.setUInt(3, quarter_);
        statement.setUInt64(4, top_.floor());
        statement.setUInt64(5, kListed);
        database::ResultSet rows{statement.executeQuery()};
        std::vector<analytics::CountedChat> found;
        while (rows.next()) found.push_back({rows.uuid(1), rows.number(2)});
        return found;
    }

    std::uint32_t quarter_;
    std::size_t rows_;
    Uuid position_;
    analytics::TopList<analytics::CountedChat> top_{kListed};
};

/// A number of the span, and of the span of the same length before it.
struct Pair {
    std::uint64_t now = 0;
    std::uint64_t before = 0;
};

/// Reads all chats first, then all users.
class PeopleScan final : public RankingScan {
  public:
    PeopleScan(const ListKey& key, Time now, std::size_t rows)
        : begin_{begin_of(key.span, now)}, previous_begin_{previous_begin_of(key.span, now)}, rows_{rows} {}

    bool read_part(database::Session& session) override {
        if (is_past_chats_) return read_users(session);
        read_chats(session);
        return true;
    }

    std::string items(database::Session& session) override {
        std::optional<Time> kept_since;
        session.transaction([&](database::Session& attempt) { kept_since = days_kept_since(attempt); });
        analytics::People people{chats_.now, likers_.now, chats_.before, likers_.before};
        if (kept_since && previous_begin_ < *kept_since) people.previous_likers.reset();
        return people.to_json();
    }

  private:
    void read_chats(database::Session& session) {
        Pair found;
        Uuid last;
        session.transaction([&](database::Session& attempt) {
            last = end_of_chats(attempt, chat_, rows_);
            auto& statement = attempt.prepare(sql_text::kCountChats);
            statement.setUInt(1, quarter_of(begin_));
            statement.setUInt(2, quarter_of(begin_));
            statement.setString(3, chat_.to_hex());
            statement.setString(4, last.to_hex());
            statement.setUInt(5, quarter_of(previous_begin_));
            found = pair_of(statement);
        });
        add(chats_, found);
        chat_ = last;
        is_past_chats_ = last == greatest_uuid();
    }

    bool read_users(database::Session& session) {
        Pair found;
        std::string last;
        session.transaction([&](database::Session& attempt) {
            last = end_of_users(attempt, analytics::kDeployment, user_, rows_);
            auto& statement = attempt.prepare(sql_text::kCountLikers);
            statement.setUInt(1, day_of(begin_));
            statement.setUInt(2, day_of(begin_));
            statement.setString(3, analytics::kDeployment.to_hex());
            statement.setString(4, user_);
            statement.setString(5, last);
            statement.setUInt(6, day_of(previous_begin_));
            found = pair_of(statement);
        });
        add(likers_, found);
        user_ = last;
        return last != kLastUser;
    }

    /// Before all time there is nothing.
    static Time previous_begin_of(Span span, Time now) {
        const Time begin = begin_of(span, now);
        if (span == Span::kAll) return begin;
        return begin - (std::chrono::floor<std::chrono::days>(now) + std::chrono::days{1} - begin);
    }

    static Pair pair_of(sql::PreparedStatement& statement) {
        database::ResultSet rows{statement.executeQuery()};
        return rows.next() ? Pair{rows.number(1), rows.number(2)} : Pair{};
    }

    static void add(Pair& sum, const Pair& found) {
        sum.now += found.now;
        sum.before += found.before;
    }

    /// Nullopt: nothing was folded yet.
    static std::optional<Time> days_kept_since(database::Session& session) { return read_cursor(session, "days_kept"); }

    Time begin_;
    Time previous_begin_;
    std::size_t rows_;
    bool is_past_chats_ = false;
    Uuid chat_ = analytics::kDeployment;
    std::string user_;
    Pair chats_;
    Pair likers_;
};

}  // namespace

std::unique_ptr<RankingScan> begin_scan(const ListKey& key, Time now, std::size_t rows) {
    switch (key.kind) {
        case Kind::kMessages:
            return std::make_unique<MessageScan>(key, now, rows);
        case Kind::kGiven:
        case Kind::kReceived:
            return std::make_unique<UserScan>(key, now, rows);
        case Kind::kChats:
            return std::make_unique<ChatScan>(key, now, rows);
        case Kind::kSummary:
            return std::make_unique<PeopleScan>(key, now, rows);
    }
    throw std::logic_error{"a list of a kind that there is not"};
}

}  // namespace likes::store
