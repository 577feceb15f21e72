#include "store/chat_reader.hpp"

#include <iterator>
#include <utility>

#include "store/message_reader.hpp"
#include "store/result.hpp"
#include "store/rows.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

void resolve(Session& session, std::span<const ChatQuery> queries, std::span<ChatView> views) {
    Rows rows;
    for (const auto& query : queries) rows.add(query.chat, query.reader);
    Result found = select(session, sql_text::kResolveChats, rows);
    while (found.next()) {
        views[found.item(1)].verdict = found.flag(2) ? ChatVerdict::kFound : ChatVerdict::kNotAMember;
    }
}

}  // namespace

std::vector<ChatView> read_chats(Session& session, std::span<const ChatQuery> queries, const Window& window) {
    std::vector<ChatView> views(queries.size());
    resolve(session, queries, views);

    std::vector<MessageQuery> asked;
    for (std::size_t i = 0; i < queries.size(); ++i) {
        if (views[i].verdict != ChatVerdict::kFound) continue;
        for (const auto& message : queries[i].messages) asked.push_back({message, queries[i].reader});
    }
    auto messages = read_messages(session, asked, window);

    auto next = std::make_move_iterator(messages.begin());
    for (std::size_t i = 0; i < queries.size(); ++i) {
        if (views[i].verdict != ChatVerdict::kFound) continue;
        for (const auto& id : queries[i].messages) {
            MessageView message = *next++;
            // Neither does a chat tell of another one's messages, nor of what its reader was thrown out of just now.
            const bool is_here = message.verdict == ReadVerdict::kFound && message.chat == queries[i].chat;
            views[i].messages.push_back(is_here ? std::move(message) : MessageView{id, ReadVerdict::kNoSuchMessage, {}, {}});
        }
    }
    return views;
}

std::vector<ChatView> ChatReader::read(std::span<const ChatQuery> queries) {
    std::vector<ChatView> views;
    session_.read([&](Session& session) { views = read_chats(session, queries, window_); });
    return views;
}

}  // namespace likes::store
