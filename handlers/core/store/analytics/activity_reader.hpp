#pragma once

#include <span>
#include <vector>

#include "analytics/activity.hpp"
#include "database/session.hpp"

namespace likes::store {

/// Reads how much was given and taken back, from the numbers of the quarters of an hour. It reads at most 100,000 rows
/// for a question about activity, 200,000 for a summary with 32 reactions. Owned by one lane.
class ActivityReader {
  public:
    explicit ActivityReader(database::Session session) : session_{std::move(session)} {}

    /// One answer per question, in their order. Throws what database::Session::read throws.
    std::vector<analytics::ActivityAnswer> execute(std::span<const analytics::ActivityQuestion> questions);

  private:
    database::Session session_;
};

}  // namespace likes::store
