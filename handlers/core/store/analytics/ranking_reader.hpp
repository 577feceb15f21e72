#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "analytics/ranking_query.hpp"
#include "base/time.hpp"
#include "database/session.hpp"

namespace likes::store {

/// One list. Reads no more than 10,000 rows with up to 2,000 `inline_messages`: a chat's list for which so few have to
/// be read is made at once, as of `now`; any other one is of the table `rankings`, in which this asks for it. Of
/// either, what is gone by now is left out: deleted messages, chats that are no more, users who are being erased, and
/// of a chat's users those who are no members any more. To be called from the `work` of database::Session::read.
analytics::RankingView read_list(database::Session& session, const analytics::RankingQuery& query,
                                 std::size_t inline_messages, Time now);

/// Reads lists. Owned by one lane.
class RankingReader {
  public:
    /// `inline_messages`: the option analytics-inline-messages.
    RankingReader(database::Session session, std::size_t inline_messages, Clock clock)
        : session_{std::move(session)}, inline_messages_{inline_messages}, clock_{std::move(clock)} {}

    /// One view per query, in their order; a handful of statements for each. Throws what database::Session::read
    /// throws, and std::runtime_error for a list of the table that cannot be read.
    std::vector<analytics::RankingView> execute(std::span<const analytics::RankingQuery> queries);

  private:
    database::Session session_;
    std::size_t inline_messages_;
    Clock clock_;
};

}  // namespace likes::store
