#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "likes/change.hpp"
#include "likes/summary.hpp"

namespace likes {

/// The state of one target according to its rows in `reactions`. The rows are authoritative; the summary only counts
/// them.
struct Evidence {
    std::uint32_t total = 0;
    /// 0 if there are no rows.
    std::uint64_t newest_version = 0;
    std::optional<Time> newest_at;
    /// The newest likers, oldest first: all of them, or at least as many as the summary names and as `recent_limit`
    /// keeps.
    std::vector<Liker> newest;
    /// Users whom the summary names and who have no row.
    std::vector<UserId> gone;
};

/// True if the summary and the rows contradict each other: another count, likers that are not the newest, a version or
/// a time that is behind a row's.
bool has_drifted(const Summary& summary, const Evidence& evidence);

struct Repair {
    Summary summary;
    /// How the likers that the summary named differ from those of the rows. Empty if only the count was wrong.
    std::vector<Change> changes;
};

/// Makes a summary that agrees with the rows, under a new version, so that clients that hold the wrong one accept it.
Repair repair(Summary summary, const Evidence& evidence, const RecentLikersLimit& recent_limit);

}  // namespace likes
