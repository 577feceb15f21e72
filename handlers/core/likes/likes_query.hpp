#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "ids/user_id.hpp"
#include "likes/like_state.hpp"
#include "likes/reaction.hpp"
#include "likes/summary.hpp"

namespace likes {

/// What one reader asks: who likes a message.
struct LikesQuery {
    Subject subject;
    UserId reader;
    /// Likers of the page, at most.
    std::size_t limit;
    /// Only likers before that version: where the last page ended. Nullopt: the newest.
    std::optional<std::uint64_t> before;
};

enum class ReadVerdict { kFound, kNoSuchMessage, kNotAMember };

struct LikesView {
    ReadVerdict verdict = ReadVerdict::kNoSuchMessage;
    /// The rest is empty unless kFound.
    LikeState state;
    /// Newest first.
    std::vector<Liker> page;
    /// Where the next page begins; nullopt if this is the last.
    std::optional<std::uint64_t> next;
};

}  // namespace likes
