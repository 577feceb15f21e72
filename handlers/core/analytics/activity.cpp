#include "analytics/activity.hpp"

#include <algorithm>
#include <cstddef>

namespace likes::analytics {

using std::chrono::sys_seconds;

Activity& Activity::operator+=(const Activity& more) {
    given += more.given;
    taken_back += more.taken_back;
    return *this;
}

sys_seconds Reach::first_quarter() const {
    return ceil_to_quarter(kept_since);
}

std::optional<sys_seconds> Reach::complete_since() const {
    if (!counted_since) return std::nullopt;
    return std::max(ceil_to_quarter(*counted_since), first_quarter());
}

std::optional<ShownActivity> shown(const ActivityQuery& query, const ActivityView& view) {
    const auto first = view.reach.first_quarter();
    const auto& period = query.period;
    if (first >= period.shown.end) return std::nullopt;

    ShownActivity shown{{std::max(first, period.shown.begin), period.shown.end}, {}, {}, {}};
    for (std::size_t i = 0; i < query.buckets.size(); ++i) {
        auto bucket = query.buckets[i];
        if (bucket.end <= first) continue;
        if (bucket.begin < first) bucket = {first, bucket.end, true};
        shown.points.push_back({bucket, view.buckets.at(i)});
        shown.total += view.buckets[i];
    }
    if (first <= period.before.begin) shown.before = view.before;
    return shown;
}

}  // namespace likes::analytics
