#include "store/like_reader.hpp"

#include <algorithm>

#include "store/result.hpp"
#include "store/rows.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

/// The newest `limit + 1` likers before the query's cursor, newest first: one more than asked for tells whether there
/// is another page. From the summary as far as it reaches, else from the table.
std::vector<Liker> newest_likers(Session& session, const LikesQuery& query, const Summary& summary) {
    const std::uint64_t before = std::min(query.before.value_or(summary.version + 1), summary.version + 1);
    const auto& recent = summary.recent;
    const auto end =
        std::partition_point(recent.begin(), recent.end(), [&](const Liker& liker) { return liker.version < before; });
    const auto held = static_cast<std::size_t>(end - recent.begin());
    const std::size_t wanted = query.limit + 1;
    if (held < wanted && !summary.holds_everybody()) return page_of_likers(session, query.subject, before, wanted);
    std::vector<Liker> likers(std::make_reverse_iterator(end), recent.rend());
    if (likers.size() > wanted) likers.erase(likers.begin() + static_cast<std::ptrdiff_t>(wanted), likers.end());
    return likers;
}

LikesView make_view(Session& session, const LikesQuery& query, Summary summary, bool is_liked, const Window& window) {
    LikesView view{ReadVerdict::kFound, {{}, is_liked}, newest_likers(session, query, summary), std::nullopt};
    if (view.page.size() > query.limit) {
        view.page.pop_back();
        view.next = view.page.back().version;
    }
    // Only after the list that an answer names became longer by configuration, and until the next like.
    if (needs_older_likers(summary, window, 0)) {
        const auto likers = page_of_likers(session, query.subject, summary.version + 1, window.liked_by_max);
        summary.recent.assign(likers.rbegin(), likers.rend());
    }
    view.state.snapshot = snapshot_of(summary, window);
    return view;
}

}  // namespace

std::vector<LikesView> LikeReader::read(std::span<const LikesQuery> queries) {
    std::vector<LikesView> views;
    session_.read([&](Session&) { views = read_once(queries); });
    return views;
}

std::vector<LikesView> LikeReader::read_once(std::span<const LikesQuery> queries) {
    Rows rows;
    for (const auto& query : queries) rows.add(query.subject.message, query.reader, query.subject.reaction);
    std::vector<LikesView> views(queries.size());
    Result found = select(session_, sql_text::kReadLikes, rows);
    while (found.next()) {
        const std::size_t item = found.item(1);
        LikesView& view = views.at(item);
        if (!found.flag(2)) {
            view.verdict = ReadVerdict::kNotAMember;
            continue;
        }
        view = make_view(session_, queries[item], found.shown_summary(4), found.flag(3), window_);
    }
    return views;
}

}  // namespace likes::store
