#include "store/analytics/wanted_ranking.hpp"

#include "database/result_set.hpp"
#include "store/analytics/activity_sql.hpp"

namespace likes::store {
namespace {

/// Sets the four parameters that name the row.
void set_key(sql::PreparedStatement& statement, const RankingKey& key) {
    statement.setString(1, key.chat.to_hex());
    statement.setString(2, std::string{key.kind});
    statement.setString(3, std::string{code_of(key.span)});
    statement.setString(4, std::string{key.reaction});
}

}  // namespace

std::optional<Ranking> want_ranking(database::Session& session, const RankingKey& key) {
    std::optional<Ranking> ranking;
    bool is_there = false;
    bool is_known_to_be_wanted = false;
    {
        auto& statement = session.prepare(sql_text::kRanking);
        set_key(statement, key);
        database::ResultSet found{statement.executeQuery()};
        if (found.next()) {
            is_there = true;
            is_known_to_be_wanted = found.flag(3);
            if (!found.is_null(1)) ranking = {found.time(1), found.text(2)};
        }
    }
    if (!is_known_to_be_wanted) {
        // If somebody else was first, this is a conflict, and the call begins anew.
        auto& statement = session.prepare(is_there ? sql_text::kWantRanking : sql_text::kAskForRanking);
        set_key(statement, key);
        statement.executeUpdate();
    }
    return ranking;
}

}  // namespace likes::store
