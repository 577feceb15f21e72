#include "likes/import_merge.hpp"

#include <algorithm>
#include <iterator>
#include <unordered_set>
#include <utility>

namespace likes {

MergeResult merge_import(Summary summary, std::vector<ImportedLike> later, std::vector<ImportedLike> past,
                         const RecentLikersLimit& recent_limit) {
    if (past.empty()) return {std::move(summary), {}};

    std::unordered_set<UserId> moved;
    for (const auto& like : later) moved.insert(like.user);
    auto& recent = summary.recent;
    std::erase_if(recent, [&](const Liker& liker) { return moved.contains(liker.user); });

    summary.total += static_cast<std::uint32_t>(past.size());
    auto all = std::move(later);
    all.insert(all.end(), std::make_move_iterator(past.begin()), std::make_move_iterator(past.end()));
    // Stable: of two likes of the same time, the existing one stays first.
    std::stable_sort(all.begin(), all.end(), [](const ImportedLike& a, const ImportedLike& b) { return a.at < b.at; });

    MergeResult merged;
    for (auto& like : all) {
        ++summary.version;
        recent.push_back({like.user, summary.version, std::chrono::floor<std::chrono::seconds>(like.at)});
        merged.rows.push_back({std::move(like.user), summary.version, like.at});
    }
    summary.last_reacted_at = std::max(summary.last_reacted_at.value_or(all.back().at), all.back().at);
    if (recent.size() > recent_limit.kept()) {
        recent.erase(recent.begin(), recent.end() - static_cast<std::ptrdiff_t>(recent_limit.kept()));
    }
    merged.summary = std::move(summary);
    return merged;
}

}  // namespace likes
