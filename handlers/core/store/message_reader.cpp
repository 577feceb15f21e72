#include "store/message_reader.hpp"

#include <algorithm>
#include <utility>

#include "database/batch_parameters.hpp"
#include "database/result_set.hpp"
#include "store/sql.hpp"
#include "store/summary_rows.hpp"

namespace likes::store {

bool is_liked_by(const UserId& reader, const Summary& summary, bool has_row) {
    if (!summary.holds_everybody()) return has_row;
    return std::any_of(summary.recent.begin(), summary.recent.end(),
                       [&](const Liker& liker) { return liker.user == reader; });
}

std::vector<MessageView> read_messages(database::Session& session, std::span<const MessageQuery> queries,
                                       const RecentLikersLimit& recent_limit) {
    std::vector<MessageView> views;
    if (queries.empty()) return views;
    database::BatchParameters rows;
    for (const auto& query : queries) {
        rows.add(query.message, query.reader);
        views.push_back({query.message, Visibility::kNotFound, {}, {}});
    }
    database::ResultSet found = select(session, sql_text::kReadReactions, RecentLikersLimit::kLikedByMin, rows);
    while (found.next()) {
        const std::size_t item = found.item(1);
        MessageView& view = views.at(item);
        view.chat = found.uuid(2);
        view.visibility = found.flag(3) ? Visibility::kVisible : Visibility::kNotAMember;
        if (view.visibility != Visibility::kVisible || found.is_null(5)) continue;
        const auto reaction = found.parsed<Reaction>(5);
        auto [summary, is_whole] = salvage_shown_summary(found, 6);
        if (!is_whole) name_likers_of_rows(session, {queries[item].message, reaction}, recent_limit, summary);
        view.reactions.push_back(
            {reaction,
             {snapshot_of(summary, recent_limit), is_liked_by(queries[item].reader, summary, found.flag(4))}});
    }
    return views;
}

std::vector<MessageView> MessageReader::execute(std::span<const MessageQuery> queries) {
    std::vector<MessageView> views;
    session_.read([&](database::Session& session) { views = read_messages(session, queries, recent_limit_); });
    return views;
}

}  // namespace likes::store
