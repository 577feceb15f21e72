#include "store/former_members_reader.hpp"

#include "database/result_set.hpp"
#include "store/sql.hpp"

namespace likes::store {

FormerMembers::Found FormerMembersReader::find(std::chrono::seconds lookback) {
    Found found;
    session_.read([&](database::Session& session) {
        found = {};
        auto& statement = session.prepare(sql_text::kFormerMembers);
        statement.setInt64(1, lookback.count());
        database::ResultSet rows{statement.executeQuery()};
        while (rows.next()) found.members.push_back({rows.uuid(1), rows.parsed<UserId>(2), rows.time(3)});
        database::ResultSet now{session.prepare(sql_text::kNow).executeQuery()};
        if (now.next()) found.as_of = now.time(1);
    });
    return found;
}

}  // namespace likes::store
