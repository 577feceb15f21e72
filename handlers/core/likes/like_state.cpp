#include "likes/like_state.hpp"

#include <algorithm>

namespace likes {

Snapshot snapshot_of(const Summary& summary, const Window& window) {
    const std::size_t named = std::min(summary.recent.size(), window.liked_by_max);
    Snapshot snapshot{summary.total, summary.version, summary.last_reacted_at, {}, named < summary.total};
    snapshot.liked_by.reserve(named);
    for (std::size_t i = summary.recent.size() - named; i < summary.recent.size(); ++i) {
        snapshot.liked_by.push_back(summary.recent[i].user);
    }
    return snapshot;
}

}  // namespace likes
