#include "likes/audit.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace likes {
namespace {

/// True if the summary names exactly the newest likers of the rows, and enough of them.
bool names_the_newest(const Summary& summary, const Evidence& evidence) {
    const auto& recent = summary.recent;
    if (recent.size() < std::min<std::size_t>(evidence.total, RecentLikersLimit::kLikedByMin)) return false;
    return recent.size() <= evidence.newest.size() &&
           std::equal(recent.rbegin(), recent.rend(), evidence.newest.rbegin());
}

std::vector<Change> difference(const Summary& summary, const Evidence& evidence) {
    std::vector<Change> changes;
    for (const auto& user : evidence.gone) changes.push_back({user, Action::kTakeBack});
    std::unordered_set<UserId> named;
    for (const auto& liker : summary.recent) named.insert(liker.user);
    // The summary need not name older likers.
    const std::uint64_t since = summary.recent.empty() ? 0 : summary.recent.front().version;
    for (const auto& liker : evidence.newest) {
        if (liker.version >= since && !named.contains(liker.user)) changes.push_back({liker.user, Action::kPut});
    }
    return changes;
}

}  // namespace

bool has_drifted(const Summary& summary, const Evidence& evidence) {
    return summary.total != evidence.total || summary.version < evidence.newest_version ||
           (evidence.newest_at && summary.last_reacted_at.value_or(Time::min()) < *evidence.newest_at) ||
           !names_the_newest(summary, evidence);
}

Repair repair(Summary summary, const Evidence& evidence, const RecentLikersLimit& recent_limit) {
    auto changes = difference(summary, evidence);
    summary.total = evidence.total;
    summary.version = std::max(summary.version, evidence.newest_version) + 1;
    if (evidence.newest_at) {
        summary.last_reacted_at = std::max(summary.last_reacted_at.value_or(*evidence.newest_at), *evidence.newest_at);
    }
    const std::size_t kept = std::min(evidence.newest.size(), recent_limit.kept());
    summary.recent.assign(evidence.newest.end() - static_cast<std::ptrdiff_t>(kept), evidence.newest.end());
    return {std::move(summary), std::move(changes)};
}

}  // namespace likes
