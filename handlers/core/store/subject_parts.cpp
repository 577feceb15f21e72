#include "store/subject_parts.hpp"

#include <algorithm>
#include <string_view>

#include "store/result.hpp"
#include "store/rows.hpp"
#include "store/upkeep_sql.hpp"

namespace likes::store {
namespace {

/// No message comes after this one.
Uuid greatest_uuid() {
    Uuid::Bytes bytes{};
    bytes.fill(0xFF);
    return Uuid{bytes};
}

Uuid end_of(Session& session, std::string_view sql, const Uuid& after, std::size_t rows) {
    auto& statement = session.prepare(sql);
    statement.setString(1, to_hex(after));
    statement.setUInt64(2, rows);
    Result found{statement.executeQuery()};
    return found.next() ? found.uuid(1) : greatest_uuid();
}

}  // namespace

bool Part::is_last() const {
    return last == greatest_uuid();
}

Part next_part(Session& session, const Uuid& after, std::size_t rows) {
    return {after, std::min(end_of(session, sql_text::kEndOfReactions, after, rows),
                            end_of(session, sql_text::kEndOfSummaries, after, rows))};
}

}  // namespace likes::store
