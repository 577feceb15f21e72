#pragma once

#include <span>
#include <vector>

#include "analytics/activity.hpp"
#include "database/session.hpp"

namespace likes::store {

/// How much was given and taken back, by the numbers of the quarters of an hour. It looks at no more than 200,000 rows,
/// whatever is asked. To be called from the `work` of database::Session::read.
analytics::ActivityView read_activity(database::Session& session, const analytics::ActivityQuery& query);
analytics::SummaryView read_summary(database::Session& session, const analytics::SummaryQuery& query);

/// Answers questions about activity. Owned by one lane.
class ActivityReader {
  public:
    explicit ActivityReader(database::Session session) : session_{std::move(session)} {}

    /// One answer per question, in their order. Throws what database::Session::read throws.
    std::vector<analytics::ActivityAnswer> execute(std::span<const analytics::ActivityQuestion> questions);

  private:
    database::Session session_;
};

}  // namespace likes::store
