#pragma once

#include <span>
#include <unordered_set>
#include <vector>

#include "ids/user_id.hpp"
#include "likes/like_change.hpp"
#include "likes/summary.hpp"
#include "time/time.hpp"

namespace likes {

/// What somebody asks of the subject of a batch.
struct Request {
    UserId user;
    Action action;
};

/// A subject before the batch: its summary, read under the row lock.
struct Before {
    Summary summary;
    /// Who of those that the batch names likes the message now.
    std::unordered_set<UserId> likers;
};

/// What a batch does to one subject: the answers, and exactly the rows to write.
struct Transition {
    Summary summary;
    /// One per request, in their order.
    std::vector<LikeOutcome> outcomes;
    /// Rows that go: likers of before who do not like now, or who like anew.
    std::vector<UserId> removed;
    /// Rows that come, to be written after `removed` went.
    std::vector<Liker> added;
    /// What happened, in order. Empty if nothing changed: then nothing is written and nobody is told.
    std::vector<Deed> deeds;
};

/// The rules of liking. Applies `requests` to one subject, one after another: a user likes a message once or not at
/// all, each change makes one version, and a request that changes nothing leaves no trace. `now` becomes the time of
/// the likes, unless the summary already knows a later one (clocks of two machines differ; times of one message never
/// go back). `before.summary.recent` must reach far enough (see needs_older_likers).
Transition apply_batch(Before before, std::span<const Request> requests, Time now, const Window& window);

}  // namespace likes
