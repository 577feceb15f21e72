#include "store/backlog_reader.hpp"

#include <chrono>
#include <string>

#include "database/result_set.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

Backlog read(database::ResultSet rows) {
    if (!rows.next()) return {};
    Backlog backlog{rows.number(1), std::nullopt};
    if (!rows.is_null(2)) backlog.oldest = Time{std::chrono::milliseconds{rows.number(2)}};
    return backlog;
}

}  // namespace

Backlog BacklogReader::read_outbox() {
    Backlog backlog;
    session_.read([&](database::Session& session) {
        backlog = read(database::ResultSet{session.prepare(sql_text::kBacklog).executeQuery()});
    });
    return backlog;
}

Backlog BacklogReader::read_feed(std::string_view consumer) {
    Backlog backlog;
    session_.read([&](database::Session& session) {
        auto& statement = session.prepare(sql_text::kFeedBacklog);
        statement.setString(1, std::string{consumer});
        statement.setString(2, std::string{consumer});
        backlog = read(database::ResultSet{statement.executeQuery()});
    });
    return backlog;
}

}  // namespace likes::store
