#include "store/chat_reader.hpp"

#include <utility>

#include "store/message_reader.hpp"
#include "store/result.hpp"
#include "store/rows.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

/// Takes what was found of one query's messages. The first of its chat tells whether the reader is in it.
void take(const ChatQuery& query, std::span<MessageView> found, ChatView& view) {
    for (auto& message : found) {
        const bool is_here = message.verdict != ReadVerdict::kNoSuchMessage && message.chat == query.chat;
        if (is_here && message.verdict == ReadVerdict::kFound) view.verdict = ChatVerdict::kFound;
        // Neither does a chat tell of another one's messages, nor of its own to whom is not in it.
        if (!is_here || message.verdict != ReadVerdict::kFound) {
            message = {message.message, ReadVerdict::kNoSuchMessage, {}, {}};
        }
        view.messages.push_back(std::move(message));
    }
}

/// Asks for the chats of which no message has told whether the reader is in them.
void resolve(Session& session, std::span<const ChatQuery> queries, std::span<ChatView> views) {
    Rows rows;
    std::vector<ChatView*> asked;
    for (std::size_t i = 0; i < queries.size(); ++i) {
        if (views[i].verdict == ChatVerdict::kFound) continue;
        rows.add(queries[i].chat, queries[i].reader);
        asked.push_back(&views[i]);
    }
    if (rows.empty()) return;
    Result found = select(session, sql_text::kResolveChats, rows);
    while (found.next()) {
        asked.at(found.item(1))->verdict = found.flag(2) ? ChatVerdict::kFound : ChatVerdict::kNotAMember;
    }
    for (auto* const view : asked) {
        if (view->verdict != ChatVerdict::kFound) view->messages.clear();
    }
}

}  // namespace

std::vector<ChatView> read_chats(Session& session, std::span<const ChatQuery> queries, const Window& window) {
    std::vector<MessageQuery> asked;
    for (const auto& query : queries) {
        for (const auto& message : query.messages) asked.push_back({message, query.reader});
    }
    auto messages = read_messages(session, asked, window);

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

std::vector<ChatView> ChatReader::read(std::span<const ChatQuery> queries) {
    std::vector<ChatView> views;
    session_.read([&](Session& session) { views = read_chats(session, queries, window_); });
    return views;
}

}  // namespace likes::store
