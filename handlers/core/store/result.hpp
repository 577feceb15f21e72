#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <cppconn/resultset.h>

#include "ids/user_id.hpp"
#include "ids/uuid.hpp"
#include "likes/summary.hpp"
#include "store/rows.hpp"
#include "store/session.hpp"
#include "time/time.hpp"

namespace likes::store {

/// What there is to read in a summary's row that perhaps no writer of ours wrote.
struct SalvagedSummary {
    /// Names nobody, and has nothing to tell, where that cannot be read.
    Summary summary;
    bool is_whole = true;
};

/// What a SELECT brought, read row by row. Columns count from 1. A value that is not what its column should hold (a row
/// that we did not write) throws std::runtime_error.
class Result {
  public:
    explicit Result(sql::ResultSet* rows) : rows_{rows} {}

    bool next() { return rows_->next(); }

    /// FOR ORDINALITY counts from 1; a batch counts from 0.
    std::size_t item(unsigned column) { return rows_->getUInt64(column) - 1; }
    bool flag(unsigned column) { return rows_->getInt(column) != 0; }
    bool is_null(unsigned column) { return rows_->isNull(column); }
    std::uint64_t number(unsigned column) { return rows_->getUInt64(column); }
    std::string text(unsigned column);
    Uuid uuid(unsigned column);
    UserId user(unsigned column);
    Reaction reaction(unsigned column);
    Time time(unsigned column);
    std::optional<Time> optional_time(unsigned column);
    /// The columns of a summary from `column` on: total, version, last_reacted_at, next_event_at, recent, untold.
    Summary summary(unsigned column);
    /// The same columns, as far as they can be read.
    SalvagedSummary salvaged_summary(unsigned column);
    /// What a reader needs of it: total, version, last_reacted_at, recent. The default if they are null.
    Summary shown_summary(unsigned column);

  private:
    std::unique_ptr<sql::ResultSet> rows_;
};

/// Runs a statement that takes one batch and brings rows.
Result select(Session& session, std::string_view sql, Rows& rows);

/// Runs a statement that takes one batch and writes; nothing at all for an empty one. Returns the rows affected.
int execute(Session& session, std::string_view sql, Rows& rows);

/// The row that makes a subject's summary become `summary`.
void add_summary(Rows& rows, const Subject& subject, const Summary& summary);

/// The next likers before `version`, newest first, at most `limit`.
std::vector<Liker> page_of_likers(Session& session, const Subject& subject, std::uint64_t version, std::size_t limit);

}  // namespace likes::store
