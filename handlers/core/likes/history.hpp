#pragma once

#include <cstdint>
#include <vector>

#include "ids/user_id.hpp"
#include "likes/reaction.hpp"
#include "likes/summary.hpp"
#include "time/time.hpp"

namespace likes {

/// A like that happened before, perhaps in another system.
struct PastLike {
    UserId user;
    Time at;

    bool operator==(const PastLike&) const = default;
};

/// A like as its row holds it.
struct DatedLiker {
    UserId user;
    std::uint64_t version;
    Time at;

    bool operator==(const DatedLiker&) const = default;
};

/// What the likes of before make of one subject.
struct Merged {
    Summary summary;
    /// The rows to write: new ones, and those of before that have another version now.
    std::vector<DatedLiker> rows;
};

/// Adds likes of the past to a subject. The versions of its likes stay in the order of their times, as they are the
/// order of the likers and of the pages: so those that are `later` than the oldest of `past` get new versions, above
/// all there were. `past` names nobody who likes it already, each once; `later` are all rows of before that are younger
/// than the oldest of `past`, in the order of their versions. With no `past` nothing changes.
Merged merge_history(Summary summary, std::vector<PastLike> later, std::vector<PastLike> past, const Window& window);

}  // namespace likes
