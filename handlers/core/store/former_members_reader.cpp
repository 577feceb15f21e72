#include "store/former_members_reader.hpp"

#include "database/result_set.hpp"
#include "store/cursors.hpp"
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
        found.as_of = database_now(session);
    });
    return found;
}

}  // namespace likes::store
