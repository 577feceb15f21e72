#include "database/result_set.hpp"

namespace likes::database {

std::string ResultSet::text(unsigned column) {
    const sql::SQLString value = rows_->getString(column);
    return value.asStdString();
}

Uuid ResultSet::uuid(unsigned column) {
    const auto id = Uuid::from_bytes(text(column));
    if (!id) throw std::runtime_error{"the database holds an id that is not a UUID"};
    return *id;
}

Time ResultSet::time(unsigned column) {
    return Time{std::chrono::microseconds{rows_->getInt64(column)}};
}

std::optional<Time> ResultSet::optional_time(unsigned column) {
    if (is_null(column)) return std::nullopt;
    return time(column);
}

ResultSet select(Session& session, std::string_view sql, BatchParameters& parameters) {
    auto& statement = session.prepare(sql);
    statement.setString(1, parameters.finish());
    return ResultSet{statement.executeQuery()};
}

int execute(Session& session, std::string_view sql, BatchParameters& parameters) {
    if (parameters.empty()) return 0;
    auto& statement = session.prepare(sql);
    statement.setString(1, parameters.finish());
    return statement.executeUpdate();
}

}  // namespace likes::database
