#include "store/analytics/ranking_reader.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "analytics/bucket.hpp"
#include "analytics/ranking_items.hpp"
#include "database/batch_parameters.hpp"
#include "database/result_set.hpp"
#include "store/analytics/inline_list.hpp"
#include "store/analytics/ranking_sql.hpp"
#include "store/analytics/users_there.hpp"
#include "store/analytics/visibility.hpp"
#include "store/analytics/wanted_ranking.hpp"

namespace likes::store {
namespace {

using analytics::Kind;
using analytics::ListKey;
using analytics::RankingQuery;
using analytics::RankingView;
using analytics::Span;

bool is_of_users(Kind kind) {
    return kind == Kind::kGiven || kind == Kind::kReceived;
}

/// A list before it is looked at what of it is still there. Of the three, the one that its kind names.
struct FoundList {
    /// The moment of which it is; nullopt if it was not made yet.
    std::optional<Time> as_of;
    std::vector<analytics::ListedMessage> messages;
    std::vector<analytics::CountedUser> users;
    std::vector<analytics::CountedChat> chats;
    /// It has every user who has a count.
    bool has_all_users = false;
};

bool is_ranked(database::Session& session, const ListKey& key) {
    auto& statement = session.prepare(sql_text::kIsRanked);
    statement.setString(1, key.chat.to_hex());
    statement.setString(2, std::string{code_of(key.kind)});
    statement.setString(3, std::string{code_of(key.span)});
    statement.setString(4, std::string{analytics::code_of(key.reaction)});
    database::ResultSet rows{statement.executeQuery()};
    return rows.next();
}

/// Makes the list, as of `now`. Nullopt if too much would have to be read for it.
std::optional<FoundList> make_at_once(database::Session& session, const RankingQuery& query,
                                      std::size_t inline_messages, Time now) {
    const auto& key = query.key;
    // There is no end to what would have to be read of all chats.
    if (key.chat == analytics::kDeployment) return std::nullopt;
    const Time begin = begin_of(key.span, now);
    FoundList found;
    found.as_of = now;
    if (is_of_users(key.kind)) {
        auto users = inline_users(session, key, begin, inline_messages);
        if (!users) return std::nullopt;
        found.users = *std::move(users);
        found.has_all_users = true;
        return found;
    }
    auto messages = store::inline_messages(session, key, begin, inline_messages, query.limit);
    if (!messages) return std::nullopt;
    found.messages = *std::move(messages);
    return found;
}

/// The list that was made in advance.
FoundList read_made(database::Session& session, const ListKey& key) {
    const auto ranking =
        want_ranking(session, {key.chat, code_of(key.kind), key.span, analytics::code_of(key.reaction)});
    FoundList found;
    if (!ranking) return found;
    found.as_of = ranking->computed_at;
    if (key.kind == Kind::kMessages) found.messages = analytics::parse_messages(ranking->items);
    if (is_of_users(key.kind)) found.users = analytics::parse_users(ranking->items);
    if (key.kind == Kind::kChats) found.chats = analytics::parse_chats(ranking->items);
    return found;
}

/// That somebody asks for a list in advance says that there was too much to read for it. So it is not tried each time.
FoundList find(database::Session& session, const RankingQuery& query, std::size_t inline_messages, Time now) {
    if (!is_ranked(session, query.key)) {
        if (auto made = make_at_once(session, query, inline_messages, now)) return *std::move(made);
    }
    return read_made(session, query.key);
}

/// So many more entries of a list are looked up than are shown, because some may be gone. Then no more have to be, most
/// often, of the hundreds that a list has.
constexpr std::size_t kSpareEntries = 10;

/// What messages of a list are now; nullopt in place of one that is not there any more.
struct MessageThere {
    Uuid chat;
    UserId sender;
    Time created_at;
};

std::vector<std::optional<MessageThere>> messages_there(database::Session& session,
                                                        std::span<const analytics::ListedMessage> listed) {
    database::BatchParameters asked;
    for (const auto& entry : listed) asked.add(entry.message);
    std::vector<std::optional<MessageThere>> there(listed.size());
    auto rows = select(session, sql_text::kMessagesThere, asked);
    while (rows.next()) there.at(rows.item(1)) = {rows.uuid(2), rows.parsed<UserId>(3), rows.time(4)};
    return there;
}

void show_messages(database::Session& session, const RankingQuery& query, std::vector<analytics::ListedMessage> listed,
                   RankingView& view) {
    analytics::Ranks ranks;
    for (std::span<analytics::ListedMessage> rest{listed}; !rest.empty() && view.messages.size() < query.limit;) {
        const auto some = rest.first(std::min(rest.size(), query.limit + kSpareEntries));
        auto there = messages_there(session, some);
        for (std::size_t i = 0; i < some.size() && view.messages.size() < query.limit; ++i) {
            auto& entry = some[i];
            auto& message = there[i];
            // It may have been moved to another chat.
            if (!message || (query.subject.chat && message->chat != *query.subject.chat)) continue;
            view.messages.push_back({ranks.next(entry.count), entry.message, std::move(message->sender),
                                     message->created_at, entry.count, std::move(entry.reactions)});
        }
        rest = rest.subspan(some.size());
    }
}

std::uint64_t count_of_user(database::Session& session, const RankingQuery& query, Time now) {
    const auto begin = std::chrono::floor<std::chrono::seconds>(begin_of(query.key.span, now));
    auto& statement = session.prepare(sql_text::kCountOfUser);
    statement.setBoolean(1, query.key.kind == Kind::kGiven);
    statement.setString(2, query.key.chat.to_hex());
    statement.setString(3, query.subject.reader.str());
    statement.setUInt(4, analytics::day_of(begin));
    database::ResultSet rows{statement.executeQuery()};
    return rows.next() ? rows.number(1) : 0;
}

/// Where the user is in the list; its size if nowhere.
std::size_t place_of(std::span<const analytics::CountedUser> users, const UserId& user) {
    const auto own = std::find_if(users.begin(), users.end(), [&](const auto& entry) { return entry.user == user; });
    return static_cast<std::size_t>(own - users.begin());
}

/// The users before the reader's own place are looked up as well, because that depends on how many of them are there.
void show_users(database::Session& session, const RankingQuery& query, const FoundList& found, Time now,
                RankingView& view) {
    const std::span<const analytics::CountedUser> users{found.users};
    const auto& reader = query.subject.reader;
    const auto place = place_of(users, reader);
    const bool is_listed = place < users.size();
    if (!found.has_all_users) {
        view.own.count = count_of_user(session, query, now);
    } else if (is_listed) {
        view.own.count = users[place].count;
    }
    const std::size_t needed = std::max(query.limit, is_listed ? place + 1 : 0) + kSpareEntries;
    analytics::Ranks ranks;
    for (auto rest = users; !rest.empty() && view.users.size() < query.limit;) {
        const auto some = rest.first(std::min(rest.size(), needed));
        for (auto& entry : users_there(session, query.key.chat, {some.begin(), some.end()})) {
            const auto rank = ranks.next(entry.count);
            if (entry.user == reader) view.own.rank = rank;
            if (view.users.size() < query.limit) view.users.push_back({rank, std::move(entry.user), entry.count});
        }
        rest = rest.subspan(some.size());
    }
}

void show_chats(database::Session& session, const RankingQuery& query,
                const std::vector<analytics::CountedChat>& listed, RankingView& view) {
    database::BatchParameters asked;
    for (const auto& entry : listed) asked.add(entry.chat);
    if (asked.empty()) return;
    std::vector<bool> is_there(listed.size());
    auto rows = select(session, sql_text::kChatsThere, asked);
    while (rows.next()) is_there.at(rows.item(1)) = true;
    analytics::Ranks ranks;
    for (std::size_t i = 0; i < listed.size() && view.chats.size() < query.limit; ++i) {
        if (!is_there[i]) continue;
        view.chats.push_back({ranks.next(listed[i].count), listed[i].chat, listed[i].count});
    }
}

}  // namespace

RankingView read_list(database::Session& session, const RankingQuery& query, std::size_t inline_messages, Time now) {
    RankingView view;
    view.visibility = visibility_of(session, query.subject);
    if (view.visibility != Visibility::kVisible) return view;
    auto found = find(session, query, inline_messages, now);
    view.as_of = found.as_of;
    if (query.key.span != Span::kAll) view.from = begin_of(query.key.span, found.as_of.value_or(now));
    if (query.key.kind == Kind::kMessages) {
        show_messages(session, query, std::move(found.messages), view);
    } else if (query.key.kind == Kind::kChats) {
        show_chats(session, query, found.chats, view);
    } else {
        show_users(session, query, found, now, view);
    }
    return view;
}

std::vector<RankingView> RankingReader::execute(std::span<const RankingQuery> queries) {
    std::vector<RankingView> views;
    for (const auto& query : queries) {
        session_.read([&](database::Session& session) {
            auto view = read_list(session, query, inline_messages_, clock_());
            views.push_back(std::move(view));
        });
    }
    return views;
}

}  // namespace likes::store
