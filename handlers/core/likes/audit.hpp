#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ids/user_id.hpp"
#include "likes/deed.hpp"
#include "likes/summary.hpp"
#include "time/time.hpp"

namespace likes {

/// What the rows of `reactions` say of one subject. They are the truth; the summary only counts them.
struct Evidence {
    std::uint32_t total = 0;
    /// 0 if there are none.
    std::uint64_t newest_version = 0;
    std::optional<Time> newest_at;
    /// The newest likers, oldest first: everybody, or at least as many as the summary holds and the window keeps.
    std::vector<Liker> newest;
    /// Those whom the summary names and who have no row.
    std::vector<UserId> gone;
};

/// True if the summary and the rows contradict each other: another count, likers that are not the newest, a version or
/// a time that is behind a row's.
bool has_drifted(const Summary& summary, const Evidence& evidence);

struct Repair {
    Summary summary;
    /// How the likers that the summary named differ from those of the rows. May be empty: only the count was wrong.
    std::vector<Deed> deeds;
};

/// A summary that says what the rows say, under a new version, so that whoever holds the wrong one takes it.
Repair repair(Summary summary, const Evidence& evidence, const Window& window);

}  // namespace likes
