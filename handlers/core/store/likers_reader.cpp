#include "store/likers_reader.hpp"

#include <algorithm>

#include "database/batch_parameters.hpp"
#include "database/result_set.hpp"
#include "store/message_reader.hpp"
#include "store/sql.hpp"
#include "store/summary_rows.hpp"

namespace likes::store {
namespace {

/// The newest `limit + 1` likers before the query's cursor, newest first: one more than asked for shows whether there
/// is another page. Taken from the summary if it reaches far enough, else from the table.
std::vector<Liker> newest_likers(database::Session& session, const LikersQuery& query, const Summary& summary) {
    const std::uint64_t before = std::min(query.before.value_or(summary.version + 1), summary.version + 1);
    const auto& recent = summary.recent;
    const auto end =
        std::partition_point(recent.begin(), recent.end(), [&](const Liker& liker) { return liker.version < before; });
    const auto held = static_cast<std::size_t>(end - recent.begin());
    const std::size_t wanted = query.limit + 1;
    if (held < wanted && !summary.holds_everybody()) return page_of_likers(session, query.target, before, wanted);
    std::vector<Liker> likers(std::make_reverse_iterator(end), recent.rend());
    if (likers.size() > wanted) likers.erase(likers.begin() + static_cast<std::ptrdiff_t>(wanted), likers.end());
    return likers;
}

/// The rows of kReadLikes.
database::ResultSet find(database::Session& session, std::span<const LikersQuery> queries) {
    static_assert(RecentLikersLimit::kLikedByMin == 10, "kReadLikes and kReadLikesOfOne say so, too");
    if (queries.size() == 1) {
        auto& statement = session.prepare(sql_text::kReadLikesOfOne);
        statement.setString(1, queries[0].reader.str());
        statement.setString(2, queries[0].target.reaction.code());
        statement.setString(3, queries[0].target.message.to_hex());
        return database::ResultSet{statement.executeQuery()};
    }
    database::BatchParameters rows;
    for (const auto& query : queries) rows.add(query.target.message, query.reader, query.target.reaction);
    return select(session, sql_text::kReadLikes, rows);
}

LikersView make_view(database::Session& session, const LikersQuery& query, Summary summary, bool is_liked,
                     const RecentLikersLimit& recent_limit) {
    LikersView view{Visibility::kVisible, {{}, is_liked}, newest_likers(session, query, summary), std::nullopt};
    if (view.page.size() > query.limit) {
        view.page.pop_back();
        view.next = view.page.back().version;
    }
    // Needed only after the option liked-by-max was raised, and until the next like.
    if (needs_older_likers(summary, recent_limit, 0)) {
        const auto likers = page_of_likers(session, query.target, summary.version + 1, recent_limit.liked_by_max);
        summary.recent.assign(likers.rbegin(), likers.rend());
    }
    view.state.snapshot = snapshot_of(summary, recent_limit);
    return view;
}

}  // namespace

std::vector<LikersView> LikersReader::execute(std::span<const LikersQuery> queries) {
    std::vector<LikersView> views;
    session_.read([&](database::Session&) { views = read_once(queries); });
    return views;
}

std::vector<LikersView> LikersReader::read_once(std::span<const LikersQuery> queries) {
    std::vector<LikersView> views(queries.size());
    database::ResultSet found = find(session_, queries);
    while (found.next()) {
        const std::size_t item = found.item(1);
        LikersView& view = views.at(item);
        if (!found.flag(2)) {
            view.visibility = Visibility::kNotAMember;
            continue;
        }
        auto [summary, is_whole] = salvage_shown_summary(found, 4);
        if (!is_whole) name_likers_of_rows(session_, queries[item].target, recent_limit_, summary);
        const bool is_liked = is_liked_by(queries[item].reader, summary, found.flag(3));
        view = make_view(session_, queries[item], std::move(summary), is_liked, recent_limit_);
    }
    return views;
}

}  // namespace likes::store
