#pragma once

#include <cstdint>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "likes/reaction.hpp"
#include "likes/summary.hpp"

namespace likes {

/// A like of the past, perhaps from another system.
struct ImportedLike {
    UserId user;
    Time at;

    bool operator==(const ImportedLike&) const = default;
};

/// A like as its row holds it.
struct DatedLiker {
    UserId user;
    std::uint64_t version;
    Time at;

    bool operator==(const DatedLiker&) const = default;
};

/// What merging past likes into one target results in.
struct MergeResult {
    Summary summary;
    /// The rows to write: new ones, and existing ones that get a new version.
    std::vector<DatedLiker> rows;
};

/// Adds likes of the past to a target. Versions must stay in the order of the likes' times, because lists of likers and
/// their pages are in the order of versions; so existing likes that are younger than the oldest of `past` get new
/// versions, above all existing ones. `past` names each user once, and no user who has put the reaction already.
/// `later` are all existing rows that are younger than the oldest of `past`, in the order of their versions. If `past`
/// is empty, nothing changes.
MergeResult merge_import(Summary summary, std::vector<ImportedLike> later, std::vector<ImportedLike> past,
                         const RecentLikersLimit& recent_limit);

}  // namespace likes
