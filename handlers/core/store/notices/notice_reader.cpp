#include "store/notices/notice_reader.hpp"

#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "database/result_set.hpp"
#include "store/notices/reading_sql.hpp"
#include "store/notices/shown_notices.hpp"

namespace likes::store {
namespace {

/// The recipient's newest sequence number; 0 if there never was a notice.
std::uint64_t newest_sequence(database::Session& session, const UserId& recipient) {
    auto& statement = session.prepare(sql_text::kNoticeHead);
    statement.setString(1, recipient.str());
    database::ResultSet rows{statement.executeQuery()};
    return rows.next() ? rows.number(1) : 0;
}

/// One notice more than the page has room for, if there is one.
std::vector<StoredNotice> listed(database::Session& session, const notices::ListQuery& query) {
    auto& statement = session.prepare(sql_text::kListedNotices);
    statement.setString(1, query.reader.str());
    statement.setUInt64(2, query.before.value_or(std::numeric_limits<std::uint64_t>::max()));
    statement.setUInt(3, query.unread_only ? 0 : 1);
    statement.setUInt64(4, query.limit + 1);
    database::ResultSet rows{statement.executeQuery()};
    std::vector<StoredNotice> found;
    while (rows.next()) found.push_back(read_notice(rows, 1, query.reader));
    return found;
}

struct Changed {
    StoredNotice stored;
    /// The recipient may read it.
    bool is_there;
};

/// One more than the answer has room for, if there is one.
std::vector<Changed> changed_since(database::Session& session, const notices::ChangesQuery& query) {
    auto& statement = session.prepare(sql_text::kChangedNotices);
    statement.setString(1, query.reader.str());
    statement.setUInt64(2, *query.since);
    statement.setUInt64(3, query.limit + 1);
    database::ResultSet rows{statement.executeQuery()};
    std::vector<Changed> found;
    while (rows.next()) {
        auto stored = read_notice(rows, 1, query.reader);
        const bool is_there = !rows.is_null(2) && stored.notice.state == notices::State::kStands;
        found.push_back({std::move(stored), is_there});
    }
    return found;
}

/// Appends the changes to the view: those that are there as they are shown, the others as gone.
void put_changes(database::Session& session, const std::vector<Changed>& changed, notices::ChangesView& view) {
    std::vector<StoredNotice> there;
    for (const auto& [stored, is_there] : changed) {
        if (is_there) there.push_back(stored);
    }
    auto all = shown(session, std::move(there));
    auto next = all.begin();
    for (const auto& [stored, is_there] : changed) {
        if (is_there) {
            view.changes.emplace_back(std::move(*next++));
        } else {
            view.changes.emplace_back(notices::GoneNotice{stored.message, stored.notice.sequence});
        }
    }
}

}  // namespace

notices::ListView read_list(database::Session& session, const notices::ListQuery& query) {
    notices::ListView view;
    view.sequence = newest_sequence(session, query.reader);
    auto found = listed(session, query);
    if (found.size() > query.limit) {
        found.pop_back();
        view.next = found.back().notice.raised_sequence;
    }
    view.notices = shown(session, std::move(found));
    view.unread = read_unread(session, query.reader);
    return view;
}

notices::ChangesView read_changes(database::Session& session, const notices::ChangesQuery& query) {
    notices::ChangesView view;
    view.next = newest_sequence(session, query.reader);
    view.unread = read_unread(session, query.reader);
    if (!query.since) return view;
    view.is_since_ahead = *query.since > view.next;
    if (view.is_since_ahead) return view;
    auto changed = changed_since(session, query);
    if (changed.size() > query.limit) {
        changed.pop_back();
        view.more = true;
        view.next = changed.back().stored.notice.sequence;
    }
    put_changes(session, changed, view);
    return view;
}

notices::Unread read_unread(database::Session& session, const UserId& recipient) {
    auto& statement = session.prepare(sql_text::kCountUnread);
    statement.setString(1, recipient.str());
    statement.setUInt64(2, notices::Unread::kMax + 1);
    database::ResultSet rows{statement.executeQuery()};
    return notices::Unread::of(rows.next() ? rows.number(1) : 0);
}

}  // namespace likes::store
