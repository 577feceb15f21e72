#include "service/notices.hpp"

#include <cstddef>
#include <utility>
#include <variant>

#include "service/settings.hpp"
#include "store/notices/notice_changer.hpp"
#include "store/notices/notice_reader.hpp"
#include "store/notices/preferences_table.hpp"

namespace likes::service {
namespace {

/// A page of the list is a handful of statements, so a batch holds this many times fewer of these queries.
constexpr std::size_t kNoticeWeight = 4;

/// Answers a query that is not about a change of notices.
struct Answering {
    database::Session& session;

    notices::View operator()(const notices::ListQuery& query) const {
        notices::ListView view;
        session.snapshot([&](database::Session& snapshot) { view = store::read_list(snapshot, query); });
        return view;
    }
    notices::View operator()(const notices::ChangesQuery& query) const {
        notices::ChangesView view;
        session.snapshot([&](database::Session& snapshot) { view = store::read_changes(snapshot, query); });
        return view;
    }
    notices::View operator()(const notices::UnreadQuery& query) const {
        notices::Unread view;
        session.read([&](database::Session& reading) { view = store::read_unread(reading, query.reader); });
        return view;
    }
    notices::View operator()(const notices::PreferencesQuery& query) const {
        notices::PreferencesView view;
        session.snapshot([&](database::Session& snapshot) { view = store::read_preferences(snapshot, query); });
        return view;
    }
    notices::View operator()(const notices::PreferencesChange& change) const {
        notices::PreferencesView view;
        session.transaction([&](database::Session& writing) { view = store::change_preferences(writing, change); });
        return view;
    }
    /// It is in the transaction of all changes.
    notices::View operator()(const notices::Change& /*change*/) const { return notices::ChangeView{}; }
};

}  // namespace

std::vector<notices::View> NoticeWorker::execute(std::span<const notices::Query> queries) {
    std::vector<notices::View> views;
    views.reserve(queries.size());
    for (const auto& query : queries) views.push_back(std::visit(Answering{session_}, query));
    change_notices(queries, views);
    return views;
}

void NoticeWorker::change_notices(std::span<const notices::Query> queries, std::vector<notices::View>& views) {
    std::vector<notices::Change> changes;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < queries.size(); ++i) {
        const auto* const change = std::get_if<notices::Change>(&queries[i]);
        if (change == nullptr) continue;
        changes.push_back(*change);
        places.push_back(i);
    }
    if (changes.empty()) return;
    std::vector<notices::ChangeView> changed;
    session_.transaction([&](database::Session& session) { changed = store::change_notices(session, changes); });
    for (std::size_t i = 0; i < places.size(); ++i) views[places[i]] = std::move(changed[i]);
}

Notices::Notices(const runtime::Config& config)
    : session_{session_settings(config)}, lanes_{lane_settings(config, kNoticeWeight)} {}

NoticeWorker Notices::make_worker() const {
    return NoticeWorker{database::Session{session_}};
}

}  // namespace likes::service
