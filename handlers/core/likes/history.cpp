#include "likes/history.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

namespace likes {

Merged merge_history(Summary summary, std::vector<PastLike> later, std::vector<PastLike> past, const Window& window) {
    if (past.empty()) return {std::move(summary), {}};

    std::unordered_set<UserId> moved;
    for (const auto& like : later) moved.insert(like.user);
    auto& recent = summary.recent;
    std::erase_if(recent, [&](const Liker& liker) { return moved.contains(liker.user); });

    summary.total += static_cast<std::uint32_t>(past.size());
    auto all = std::move(later);
    all.insert(all.end(), std::make_move_iterator(past.begin()), std::make_move_iterator(past.end()));
    // Stable: of two at the same moment, the one that was there stays first.
    std::stable_sort(all.begin(), all.end(), [](const PastLike& a, const PastLike& b) { return a.at < b.at; });

    Merged merged;
    for (auto& like : all) {
        ++summary.version;
        recent.push_back({like.user, summary.version, std::chrono::floor<std::chrono::seconds>(like.at)});
        merged.rows.push_back({std::move(like.user), summary.version, like.at});
    }
    summary.last_reacted_at = std::max(summary.last_reacted_at.value_or(all.back().at), all.back().at);
    if (recent.size() > window.kept()) {
        recent.erase(recent.begin(), recent.end() - static_cast<std::ptrdiff_t>(window.kept()));
    }
    merged.summary = std::move(summary);
    return merged;
}

}  // namespace likes
