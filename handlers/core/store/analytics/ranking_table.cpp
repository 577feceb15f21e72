#include "store/analytics/ranking_table.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "analytics/bucket.hpp"
#include "database/result_set.hpp"
#include "store/analytics/ranking_sql.hpp"

namespace likes::store {
namespace {

/// A list that takes long is not made so often: by this many times what it cost.
constexpr int kCostFactor = 10;

/// Reads four columns, from the first on. Nullopt for a list that a later version of this program has.
std::optional<analytics::ListKey> read_key(database::ResultSet& rows) {
    const auto kind = analytics::parse_kind(rows.text(2));
    const auto span = analytics::parse_span(rows.text(3));
    const auto code = rows.text(4);
    auto reaction = Reaction::parse(code);
    if (!kind || !span || (!reaction && code != analytics::kAllReactions)) return std::nullopt;
    return analytics::ListKey{rows.uuid(1), *kind, *span, std::move(reaction)};
}

}  // namespace

std::vector<DueRanking> due_rankings(database::Session& session, Time now, std::chrono::milliseconds age,
                                     std::size_t limit) {
    auto& statement = session.prepare(sql_text::kDueRankings);
    statement.setInt64(1, microseconds_since_1970(now - kRankingWanted));
    statement.setInt64(2, microseconds_since_1970(now));
    statement.setInt64(3, age.count());
    statement.setInt64(4, kCostFactor);
    statement.setUInt64(5, limit);
    database::ResultSet rows{statement.executeQuery()};
    std::vector<DueRanking> due;
    while (rows.next()) {
        if (auto key = read_key(rows)) due.push_back({*std::move(key), !rows.flag(5)});
    }
    return due;
}

void write_ranking(database::Session& session, const MadeRanking& made) {
    auto& statement = session.prepare(sql_text::kWriteRanking);
    statement.setInt64(1, microseconds_since_1970(made.computed_at));
    statement.setInt64(2, std::min<std::int64_t>(made.cost.count(), std::numeric_limits<std::uint32_t>::max()));
    statement.setString(3, made.items);
    statement.setString(4, made.key.chat.to_hex());
    statement.setString(5, std::string{code_of(made.key.kind)});
    statement.setString(6, std::string{code_of(made.key.span)});
    statement.setString(7, std::string{analytics::code_of(made.key.reaction)});
    statement.executeUpdate();
}

}  // namespace likes::store
