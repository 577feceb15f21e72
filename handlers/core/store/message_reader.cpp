#include "store/message_reader.hpp"

#include <utility>

#include "store/result.hpp"
#include "store/rows.hpp"
#include "store/sql.hpp"

namespace likes::store {

std::vector<MessageView> read_messages(Session& session, std::span<const MessageQuery> queries, const Window& window) {
    std::vector<MessageView> views;
    if (queries.empty()) return views;
    Rows rows;
    for (const auto& query : queries) {
        rows.add(query.message, query.reader);
        views.push_back({query.message, ReadVerdict::kNoSuchMessage, {}, {}});
    }
    Result found = select(session, sql_text::kReadReactions, rows);
    while (found.next()) {
        MessageView& view = views.at(found.item(1));
        view.chat = found.uuid(2);
        view.verdict = found.flag(3) ? ReadVerdict::kFound : ReadVerdict::kNotAMember;
        if (view.verdict != ReadVerdict::kFound || found.is_null(5)) continue;
        view.reactions.push_back({found.reaction(5), {snapshot_of(found.shown_summary(6), window), found.flag(4)}});
    }
    return views;
}

std::vector<MessageView> MessageReader::read(std::span<const MessageQuery> queries) {
    std::vector<MessageView> views;
    session_.read([&](Session& session) { views = read_messages(session, queries, window_); });
    return views;
}

}  // namespace likes::store
