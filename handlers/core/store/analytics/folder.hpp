#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "database/session.hpp"

namespace likes::database {
class ResultSet;
}

namespace likes::store {

/// A table whose numbers are kept by a length of time, its buckets, only so long.
enum class FoldedTable {
    /// `like_quarters`, with the cursor 'quarters_kept'.
    kQuarters,
    /// `user_days`, with the cursor 'days_kept'.
    kUserDays,
};

/// Adds the rows of a table that are older than they are kept to bucket 0 of their chat and their reaction or user, and
/// deletes them; and deletes rows with nothing but zeros. It goes through the whole table, a part at a time. No sum
/// changes by it, whoever else adds to the rows, or folds them, at the same time.
class Folder {
  public:
    /// Rows that a part reads, and of them the rows that one transaction moves.
    static constexpr std::size_t kRowsOfPart = 5000;
    static constexpr std::size_t kRowsOfTransaction = 200;

    Folder(database::Session session, FoldedTable table) : session_{std::move(session)}, table_{statements_of(table)} {}

    /// Moves the moment since which buckets are kept forward to `kept_since`, never back, before any of them is folded:
    /// so whoever reads no bucket before that moment sees none that is folded in part. Returns false if everything
    /// before it has been folded; otherwise the folding begins. Throws what database::Session::transaction throws.
    bool begin(Time kept_since);

    bool is_folding() const { return is_folding_; }

    /// Folds the next part; the last one ends the folding. Returns how many rows went. Throws likewise; then the next
    /// call folds the same part.
    std::size_t fold_some();

  private:
    /// What a table has of its own.
    struct Table;
    /// The key of a row; `name` is the reaction or the user.
    struct Key {
        Uuid chat;
        std::string name;
        std::uint32_t bucket = 0;

        auto operator<=>(const Key&) const = default;
    };
    struct Row;

    static const Table& statements_of(FoldedTable table);
    static Row read_row(database::ResultSet& rows);

    std::vector<Row> next_rows(database::Session& session) const;
    bool goes(const Row& row) const;
    std::size_t move(database::Session& session, std::span<const Key> keys) const;
    void end();

    database::Session session_;
    const Table& table_;
    bool is_folding_ = false;
    Time kept_since_;
    /// The bucket of that moment: those before it are folded.
    std::uint32_t first_kept_ = 0;
    /// The last row that was read.
    Key position_;
};

}  // namespace likes::store
