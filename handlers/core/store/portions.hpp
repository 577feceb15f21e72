#pragma once

#include <cstddef>
#include <vector>

#include "database/literal_rows.hpp"
#include "database/session.hpp"

namespace likes::store {

/// Rows for statements that look for keys of several columns, so many in each: to plan one takes the server a time that
/// grows faster than the number of its keys, and with many thousands it gives up the index.
class Portions {
  public:
    static constexpr std::size_t kKeysOfStatement = 200;

    template <class... Columns>
    void add(const Columns&... columns) {
        if (count_++ % kKeysOfStatement == 0) portions_.emplace_back();
        portions_.back().add(columns...);
    }

    /// Calls `read` with the rows of the statement, one portion after another.
    template <class Read>
    void select(database::Session& session, const database::RowsStatement& statement, const Read& read) const {
        for (const auto& portion : portions_) {
            for (const auto& text : portion.in(statement)) read(session.query(text));
        }
    }

    /// Has the session execute the statement for each portion.
    void write(database::Session& session, const database::RowsStatement& statement) const {
        for (const auto& portion : portions_) database::write(session, statement, portion);
    }

  private:
    std::size_t count_ = 0;
    std::vector<database::LiteralRows> portions_;
};

}  // namespace likes::store
