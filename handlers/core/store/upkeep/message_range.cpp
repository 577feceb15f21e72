#include "store/upkeep/message_range.hpp"

#include <algorithm>
#include <string_view>

#include "database/batch_parameters.hpp"
#include "database/result_set.hpp"
#include "store/upkeep/sql.hpp"

namespace likes::store {
namespace {

Uuid end_of(database::Session& session, std::string_view sql, const Uuid& after, std::size_t rows) {
    auto& statement = session.prepare(sql);
    statement.setString(1, after.to_hex());
    statement.setUInt64(2, rows);
    database::ResultSet found{statement.executeQuery()};
    return found.next() ? found.uuid(1) : greatest_uuid();
}

}  // namespace

Uuid greatest_uuid() {
    Uuid::Bytes bytes{};
    bytes.fill(0xFF);
    return Uuid{bytes};
}

bool MessageRange::is_last() const {
    return last == greatest_uuid();
}

MessageRange next_range(database::Session& session, const Uuid& after, std::size_t rows) {
    return {after, std::min(end_of(session, sql_text::kEndOfReactions, after, rows),
                            end_of(session, sql_text::kEndOfSummaries, after, rows))};
}

}  // namespace likes::store
