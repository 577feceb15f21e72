#include "store/chat_reader.hpp"

#include <utility>

#include "database/batch_parameters.hpp"
#include "database/result_set.hpp"
#include "store/message_reader.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

/// Takes the messages that were found for one query. A visible message of the chat shows that the reader is a member.
void take(const ChatQuery& query, std::span<MessageView> found, ChatView& view) {
    for (auto& message : found) {
        const bool is_here = message.visibility != Visibility::kNotFound && message.chat == query.chat;
        if (is_here && message.visibility == Visibility::kVisible) view.visibility = Visibility::kVisible;
        // A message of another chat, or one that the reader may not see, counts as not found.
        if (!is_here || message.visibility != Visibility::kVisible) {
            message = {message.message, Visibility::kNotFound, {}, {}};
        }
        view.messages.push_back(std::move(message));
    }
}

/// Reads the membership for the chats of which no message has shown whether the reader is a member.
void resolve(database::Session& session, std::span<const ChatQuery> queries, std::span<ChatView> views) {
    database::BatchParameters rows;
    std::vector<ChatView*> asked;
    for (std::size_t i = 0; i < queries.size(); ++i) {
        if (views[i].visibility == Visibility::kVisible) continue;
        rows.add(queries[i].chat, queries[i].reader);
        asked.push_back(&views[i]);
    }
    if (rows.empty()) return;
    database::ResultSet found = select(session, sql_text::kResolveChats, rows);
    while (found.next()) {
        asked.at(found.item(1))->visibility = found.flag(2) ? Visibility::kVisible : Visibility::kNotAMember;
    }
    for (auto* const view : asked) {
        if (view->visibility != Visibility::kVisible) view->messages.clear();
    }
}

}  // namespace

std::vector<ChatView> read_chats(database::Session& session, std::span<const ChatQuery> queries,
                                 const RecentLikersLimit& recent_limit) {
    std::vector<MessageQuery> asked;
    for (const auto& query : queries) {
        for (const auto& message : query.messages) asked.push_back({message, query.reader});
    }
    auto messages = read_messages(session, asked, recent_limit);

    std::vector<ChatView> views(queries.size());
    std::span<MessageView> rest{messages};
    for (std::size_t i = 0; i < queries.size(); ++i) {
        const std::size_t count = queries[i].messages.size();
        take(queries[i], rest.first(count), views[i]);
        rest = rest.subspan(count);
    }
    resolve(session, queries, views);
    return views;
}

std::vector<ChatView> ChatReader::execute(std::span<const ChatQuery> queries) {
    std::vector<ChatView> views;
    session_.read([&](database::Session& session) { views = read_chats(session, queries, recent_limit_); });
    return views;
}

}  // namespace likes::store
