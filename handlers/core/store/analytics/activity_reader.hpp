#pragma once

#include <chrono>
#include <span>
#include <utility>
#include <vector>

#include "analytics/activity.hpp"
#include "analytics/recent_activity.hpp"
#include "base/steady_clock.hpp"
#include "database/session.hpp"

namespace likes::store {

/// How much was given and taken back, by the numbers of the quarters of an hour. Whether the reader may see it is read
/// each time; the numbers are those of `recent`, if it has them `now`, or else are read, and put there. It looks at no
/// more than 200,000 rows, whatever is asked. To be called from the `work` of database::Session::read.
analytics::ActivityView read_activity(database::Session& session, const analytics::ActivityQuery& query,
                                      analytics::RecentActivity& recent, SteadyTime now);
analytics::SummaryView read_summary(database::Session& session, const analytics::SummaryQuery& query);

/// Answers questions about activity. Owned by one lane.
class ActivityReader {
  public:
    explicit ActivityReader(database::Session session, SteadyClock clock = std::chrono::steady_clock::now)
        : session_{std::move(session)}, clock_{std::move(clock)} {}

    /// One answer per question, in their order. Throws what database::Session::read throws.
    std::vector<analytics::ActivityAnswer> execute(std::span<const analytics::ActivityQuestion> questions);

  private:
    database::Session session_;
    SteadyClock clock_;
    analytics::RecentActivity recent_;
};

}  // namespace likes::store
