#pragma once

#include <chrono>
#include <cstddef>
#include <deque>

#include "analytics/activity.hpp"
#include "base/steady_clock.hpp"

namespace likes::analytics {

/// What was read about activity within the last second. A chat's numbers are the same for everybody who may see them,
/// and those of a large one take 10 ms to sum up; so however many have its page open, they are summed up once a second.
///
/// What may be seen by whom is not remembered: whoever is answered from here has been let in for this very question.
/// Bounded in entries, and so in bytes, because a question has at most some hundred buckets. For one thread.
class RecentActivity {
  public:
    /// The longest that an answer is given again after it was read. Together with the counting, which takes less than a
    /// second unless it lags, a reaction is in an answer two seconds after it was given.
    static constexpr std::chrono::seconds kKept{1};
    static constexpr std::size_t kEntriesMax = 64;

    /// The answer to the same question of whichever reader; nullptr if there is none, or it was read too long before
    /// `now`. Valid until the next put().
    const ActivityView* find(const ActivityQuery& query, SteadyTime now) const;

    /// `began_at`: the moment before it was read, not before that of any other answer. When there is no room, the
    /// oldest answer goes. REQUIRES: the view is kVisible, and of this query.
    void put(const ActivityQuery& query, const ActivityView& view, SteadyTime began_at);

    std::size_t size() const { return oldest_first_.size(); }

  private:
    struct Entry {
        ActivityQuery query;
        ActivityView view;
        SteadyTime began_at;
    };

    std::deque<Entry> oldest_first_;
};

}  // namespace likes::analytics
