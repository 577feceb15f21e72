#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ids/user_id.hpp"
#include "likes/like_state.hpp"
#include "likes/reaction.hpp"

namespace likes {

enum class Action { kPut, kTakeBack };

/// What one request asks for.
struct LikeChange {
    Subject subject;
    UserId user;
    Action action;
};

/// How it went. Only kLiked and kUnliked changed anything.
enum class Verdict { kLiked, kAlreadyLiked, kUnliked, kWasNotLiked, kNoSuchMessage, kNotAMember };

struct LikeOutcome {
    Verdict verdict;
    /// The state right after the change; the default for kNoSuchMessage and kNotAMember.
    LikeState state;
};

/// One change that happened, as the outbox keeps it and an event tells it.
struct Deed {
    UserId user;
    Action action;

    bool operator==(const Deed&) const = default;
};

/// The deeds as one column: `+user` and `-user`, separated by spaces, in order.
std::string format_deeds(const std::vector<Deed>& deeds);

/// Reads what format_deeds wrote. Throws std::runtime_error for anything else.
std::vector<Deed> parse_deeds(std::string_view text);

}  // namespace likes
