#include "store/message_reader.hpp"

#include <algorithm>
#include <utility>

#include "store/result.hpp"
#include "store/rows.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

/// `has_row` need only be right where the summary does not hold everybody.
bool is_liked_by(const UserId& reader, const Summary& summary, bool has_row) {
    if (!summary.holds_everybody()) return has_row;
    return std::any_of(summary.recent.begin(), summary.recent.end(),
                       [&](const Liker& liker) { return liker.user == reader; });
}

}  // namespace

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
        const std::size_t item = found.item(1);
        MessageView& view = views.at(item);
        view.chat = found.uuid(2);
        view.verdict = found.flag(3) ? ReadVerdict::kFound : ReadVerdict::kNotAMember;
        if (view.verdict != ReadVerdict::kFound || found.is_null(5)) continue;
        const Summary summary = found.shown_summary(6);
        view.reactions.push_back(
            {found.reaction(5),
             {snapshot_of(summary, window), is_liked_by(queries[item].reader, summary, found.flag(4))}});
    }
    return views;
}

std::vector<MessageView> MessageReader::read(std::span<const MessageQuery> queries) {
    std::vector<MessageView> views;
    session_.read([&](Session& session) { views = read_messages(session, queries, window_); });
    return views;
}

}  // namespace likes::store
