#include "database/result_set.hpp"

#include <utility>

namespace likes::database {

ResultSet::ResultSet(Session& session, std::string_view sql, std::optional<std::uint64_t> number,
                     std::vector<BatchParameters::Part> parts)
    : session_{&session}, sql_{sql}, number_{number}, parts_{std::move(parts)} {
    if (!parts_.empty()) run_next_part();
}

bool ResultSet::next() {
    while (!rows_ || !rows_->next()) {
        if (next_part_ == parts_.size()) return false;
        run_next_part();
    }
    return true;
}

void ResultSet::run_next_part() {
    const auto& part = parts_[next_part_++];
    // Before the statement is run again, because these rows are still its own.
    rows_.reset();
    auto& statement = session_->prepare(sql_);
    unsigned parameter = 1;
    if (number_) statement.setUInt64(parameter++, *number_);
    statement.setString(parameter, part.json);
    first_item_ = part.first_item;
    rows_.reset(statement.executeQuery());
}

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
    return {session, sql, std::nullopt, parameters.finish()};
}

ResultSet select(Session& session, std::string_view sql, std::uint64_t number, BatchParameters& parameters) {
    return {session, sql, number, parameters.finish()};
}

}  // namespace likes::database
