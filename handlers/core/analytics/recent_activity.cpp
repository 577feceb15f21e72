#include "analytics/recent_activity.hpp"

#include <algorithm>

namespace likes::analytics {
namespace {

/// They ask for the same numbers. The buckets follow from the period, their size, and the zone.
bool is_same(const ActivityQuery& one, const ActivityQuery& other) {
    return key_of(one.subject) == key_of(other.subject) && one.period == other.period && one.size == other.size &&
           one.reaction == other.reaction && one.zone == other.zone;
}

}  // namespace

const ActivityView* RecentActivity::find(const ActivityQuery& query, SteadyTime now) const {
    const auto found = std::find_if(oldest_first_.rbegin(), oldest_first_.rend(),
                                    [&](const Entry& entry) { return is_same(entry.query, query); });
    if (found == oldest_first_.rend() || now - found->began_at >= kKept) return nullptr;
    return &found->view;
}

void RecentActivity::put(const ActivityQuery& query, const ActivityView& view, SteadyTime began_at) {
    while (!oldest_first_.empty() &&
           (oldest_first_.size() == kEntriesMax || began_at - oldest_first_.front().began_at >= kKept)) {
        oldest_first_.pop_front();
    }
    oldest_first_.push_back({query, view, began_at});
}

}  // namespace likes::analytics
