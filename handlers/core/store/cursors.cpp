#include "store/cursors.hpp"

#include <stdexcept>
#include <string>

#include "database/result_set.hpp"
#include "store/feed_sql.hpp"
#include "store/sql.hpp"

namespace likes::store {

Time database_now(database::Session& session) {
    database::ResultSet now{session.prepare(sql_text::kNow).executeQuery()};
    if (!now.next()) throw std::logic_error{"the database does not know what time it is"};
    return now.time(1);
}

void move_cursor(database::Session& session, std::string_view name, Time moment) {
    auto& statement = session.prepare(sql_text::kMoveCursor);
    statement.setString(1, std::string{name});
    statement.setInt64(2, moment.time_since_epoch().count());
    statement.executeUpdate();
}

std::optional<Time> read_cursor(database::Session& session, std::string_view name) {
    auto& statement = session.prepare(sql_text::kCursor);
    statement.setString(1, std::string{name});
    database::ResultSet rows{statement.executeQuery()};
    if (!rows.next()) return std::nullopt;
    return rows.time(1);
}

}  // namespace likes::store
