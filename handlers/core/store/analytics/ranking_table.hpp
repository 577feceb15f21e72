#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

#include "analytics/ranking.hpp"
#include "base/time.hpp"
#include "database/session.hpp"

/// What the program that makes lists in advance reads and writes in the table `rankings`. A handler asks for a list
/// with want_ranking (wanted_ranking.hpp). All functions are to be called from the `work` of a
/// database::Session::transaction.
namespace likes::store {

/// How long a list is made anew after somebody last asked for it.
inline constexpr std::chrono::hours kRankingWanted{24};

struct DueRanking {
    analytics::ListKey key;
    /// It was never made: somebody is waiting for it.
    bool is_new = false;
};

/// At most `limit` of the lists that are to be made at the moment `now`: those that are new, then those that are older
/// than `age` and than ten times what they cost; of each the oldest first.
std::vector<DueRanking> due_rankings(database::Session& session, Time now, std::chrono::milliseconds age,
                                     std::size_t limit);

/// A list as it was made.
struct MadeRanking {
    analytics::ListKey key;
    /// The moment of which it is.
    Time computed_at;
    /// The time spent on it.
    std::chrono::milliseconds cost{};
    std::string items;
};

/// Does nothing if the row has gone meanwhile.
void write_ranking(database::Session& session, const MadeRanking& made);

}  // namespace likes::store
