#pragma once

#include <chrono>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "likes/reaction_change.hpp"
#include "likes/summary.hpp"

namespace likes {

/// What one user asks for, on one target.
struct Request {
    UserId user;
    Action action;
};

/// A target before the batch: its summary, read under the row lock.
struct Before {
    Summary summary;
    /// The users of the batch who have put the reaction already, and since when.
    std::unordered_map<UserId, std::chrono::sys_seconds> likers;
};

/// What a batch does to one target: the answers, and exactly the rows to write.
struct Transition {
    Summary summary;
    /// One per request, in their order.
    std::vector<ReactionOutcome> outcomes;
    /// Users whose rows are deleted: they had put the reaction before the batch, and have taken it back or put it anew.
    std::vector<UserId> removed;
    /// Rows to insert, after those of `removed` are deleted.
    std::vector<Liker> added;
    /// The changes, in order. If there are none, nothing is written and no event is published.
    std::vector<Change> changes;
};

/// The rules of liking. Applies `requests` to one target, one after another: a user likes a message once or not at all,
/// each change makes one new version, and a request that changes nothing leaves no trace. `now` becomes the time of the
/// likes, unless the summary already has a later one (clocks of two machines differ; times of one message never go
/// back). `before.summary.recent` must reach far enough (see needs_older_likers).
Transition apply_batch(Before before, std::span<const Request> requests, Time now,
                       const RecentLikersLimit& recent_limit);

}  // namespace likes
