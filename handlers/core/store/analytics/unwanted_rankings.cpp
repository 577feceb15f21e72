#include "store/analytics/unwanted_rankings.hpp"

#include "store/analytics/counting_sql.hpp"

namespace likes::store {

std::size_t delete_unwanted_rankings(database::Session& session, std::size_t limit) {
    std::size_t count = 0;
    session.transaction([&](database::Session& transaction) {
        auto& statement = transaction.prepare(sql_text::kDeleteUnwantedRankings);
        statement.setInt64(1, std::chrono::seconds{kRankingsWantedFor}.count());
        statement.setUInt64(2, limit);
        count = static_cast<std::size_t>(statement.executeUpdate());
    });
    return count;
}

}  // namespace likes::store
