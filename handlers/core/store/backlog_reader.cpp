#include "store/backlog_reader.hpp"

#include <chrono>

#include "database/result_set.hpp"
#include "store/sql.hpp"

namespace likes::store {

Backlog BacklogReader::read() {
    Backlog backlog;
    session_.read([&](database::Session& session) {
        database::ResultSet rows{session.prepare(sql_text::kBacklog).executeQuery()};
        if (!rows.next()) return;
        backlog = {rows.number(1), std::nullopt};
        if (!rows.is_null(2)) backlog.oldest = Time{std::chrono::milliseconds{rows.number(2)}};
    });
    return backlog;
}

}  // namespace likes::store
