#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "likes/reaction.hpp"

/// What authors are told of the reactions to their messages: the rules, without SQL.
namespace likes::notices {

/// Up to so many reactions on a message the people are counted; above, only the reactions are.
inline constexpr std::size_t kReactionsLookedAt = 200;
/// The people whom a notice names.
inline constexpr std::size_t kNamedMax = 3;
/// The reactions that a notice counts one by one, the most frequent. More than a deployment can list: the others are
/// no longer on its list.
inline constexpr std::size_t kCountedReactionsMax = 40;

/// Somebody who reacts, and since when.
struct Actor {
    UserId user;
    Reaction reaction;
    std::chrono::sys_seconds since;

    bool operator==(const Actor&) const = default;
};

struct ReactionCount {
    Reaction reaction;
    std::uint32_t count = 0;

    bool operator==(const ReactionCount&) const = default;
};

/// How a message stands for its author: without the author's own reactions and those of people whom the author has
/// blocked.
struct Standing {
    /// How many people react; 0 if nobody does, or if there are more than kReactionsLookedAt reactions.
    std::uint32_t actors = 0;
    /// None is 0; the most frequent first, of equals in the order of their codes. At most kCountedReactionsMax.
    std::vector<ReactionCount> reactions;
    /// The newest people, newest first, each once, with the newest reaction of each. At most kNamedMax.
    std::vector<Actor> newest;

    std::uint64_t total() const;

    bool operator==(const Standing&) const = default;
};

/// A reaction that stands.
struct StandingReaction {
    UserId user;
    Reaction reaction;
    Time at;
    /// The author's own, or of somebody whom the author has blocked.
    bool is_hidden = false;
};

/// How many there are of each reaction.
using ReactionTotals = std::map<Reaction, std::uint32_t>;

/// The standing of a message of which these are all reactions, in any order.
Standing standing_of(const std::vector<StandingReaction>& all);

/// The standing of a message with too many reactions to look at each: `totals` counts all, `hidden` those to be left
/// out, and `newest` are the newest of each reaction, in any order.
Standing standing_of_many(const ReactionTotals& totals, const ReactionTotals& hidden,
                          const std::vector<StandingReaction>& newest);

/// As the columns of `notices` hold them: `code=count` separated by commas, and `user,code,unix-seconds` separated by
/// blanks.
std::string format_reactions(const std::vector<ReactionCount>& reactions);
std::string format_newest(const std::vector<Actor>& newest);

/// Read what these wrote. Throw std::runtime_error for anything else.
std::vector<ReactionCount> parse_reactions(std::string_view text);
std::vector<Actor> parse_newest(std::string_view text);

}  // namespace likes::notices
