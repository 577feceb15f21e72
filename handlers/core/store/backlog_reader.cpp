#include "store/backlog_reader.hpp"

#include <chrono>

#include "database/result_set.hpp"
#include "store/sql.hpp"

namespace likes::store {

Backlog BacklogReader::read_outbox() {
    return read(sql_text::kBacklog);
}

Backlog BacklogReader::read_feed() {
    return read(sql_text::kFeedBacklog);
}

Backlog BacklogReader::read(std::string_view statement) {
    Backlog backlog;
    session_.read([&](database::Session& session) {
        database::ResultSet rows{session.prepare(statement).executeQuery()};
        if (!rows.next()) return;
        backlog = {rows.number(1), std::nullopt};
        if (!rows.is_null(2)) backlog.oldest = Time{std::chrono::milliseconds{rows.number(2)}};
    });
    return backlog;
}

}  // namespace likes::store
