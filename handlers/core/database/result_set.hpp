#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <cppconn/resultset.h>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "database/batch_parameters.hpp"
#include "database/session.hpp"

namespace likes::database {

/// The rows of a SELECT, read one by one. Columns count from 1. Throws std::runtime_error for a value that its column
/// should not hold, in a row that this service did not write.
class ResultSet {
  public:
    explicit ResultSet(sql::ResultSet* rows) : rows_{rows} {}

    bool next() { return rows_->next(); }

    /// FOR ORDINALITY counts from 1; a batch counts from 0.
    std::size_t item(unsigned column) { return rows_->getUInt64(column) - 1; }
    bool flag(unsigned column) { return rows_->getInt(column) != 0; }
    bool is_null(unsigned column) { return rows_->isNull(column); }
    std::uint64_t number(unsigned column) { return rows_->getUInt64(column); }
    std::string text(unsigned column);
    Uuid uuid(unsigned column);
    Time time(unsigned column);
    std::optional<Time> optional_time(unsigned column);

    /// A value that is stored as its text: a UserId, a Reaction.
    template <class Value>
    Value parsed(unsigned column) {
        auto value = Value::parse(text(column));
        if (!value) throw std::runtime_error{"the database holds a text that does not have its column's form"};
        return *std::move(value);
    }

  private:
    std::unique_ptr<sql::ResultSet> rows_;
};

/// Runs a statement that takes one batch and returns rows.
ResultSet select(Session& session, std::string_view sql, BatchParameters& parameters);

/// Runs a statement that takes one batch and writes. Does nothing for an empty batch. Returns the number of rows
/// affected.
int execute(Session& session, std::string_view sql, BatchParameters& parameters);

}  // namespace likes::database
