#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

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
    explicit ResultSet(std::unique_ptr<sql::ResultSet> rows) : rows_{std::move(rows)} {}

    /// The rows of a statement that takes a batch, for one part after another: the statement of the next part is run
    /// when the rows of the last one have been read. `number` is the statement's first parameter, if it has one before
    /// the batch.
    ResultSet(Session& session, std::string_view sql, std::optional<std::uint64_t> number,
              std::vector<BatchParameters::Part> parts);

    bool next();

    /// FOR ORDINALITY counts from 1, and anew in each part; a batch counts from 0.
    std::size_t item(unsigned column) { return first_item_ + rows_->getUInt64(column) - 1; }
    bool flag(unsigned column) { return rows_->getInt(column) != 0; }
    bool is_null(unsigned column) { return rows_->isNull(column); }
    std::uint64_t number(unsigned column) { return rows_->getUInt64(column); }
    std::int64_t signed_number(unsigned column) { return rows_->getInt64(column); }
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
    void run_next_part();

    Session* session_ = nullptr;
    std::string_view sql_;
    std::optional<std::uint64_t> number_;
    std::vector<BatchParameters::Part> parts_;
    std::size_t next_part_ = 0;
    /// The batch's index of the current part's first item.
    std::size_t first_item_ = 0;
    std::unique_ptr<sql::ResultSet> rows_;
};

/// Runs a statement that takes one batch and returns rows, as often as the batch has parts. No rows for an empty batch.
/// Read all rows before the statement is run again: what is not read may not have been executed yet.
ResultSet select(Session& session, std::string_view sql, BatchParameters& parameters);

/// The same for a statement that takes a number before the batch.
ResultSet select(Session& session, std::string_view sql, std::uint64_t number, BatchParameters& parameters);

}  // namespace likes::database
