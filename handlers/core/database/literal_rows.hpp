#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "database/session.hpp"

namespace likes::database {

/// A statement around rows: what is before them, up to VALUES or IN, and what is after them.
struct RowsStatement {
    std::string_view before;
    std::string_view after = {};
};

/// A value that the database computes.
struct Expression {
    std::string_view sql;
};

/// The rows of one statement as SQL text, each value a literal: `(x'0a…','like',5),(…)`. They are what stands after
/// VALUES, or between the parentheses of IN. No value can be read as anything else in SQL: a text with a character that
/// might mean something in there is written as its hexadecimal digits.
///
/// Rows that are too long for one statement are cut into parts, because the server refuses whatever is longer than its
/// max_allowed_packet.
class LiteralRows {
  public:
    /// A part that has reached this length takes no further row.
    static constexpr std::size_t kPartBytes = kStatementBytes;

    /// Appends a row of the given columns.
    template <class... Columns>
    void add(const Columns&... columns) {
        begin_row();
        (put(columns), ...);
        end_row();
    }

    bool empty() const { return parts_.empty(); }

    /// The statement with these rows, as often as they have parts.
    std::vector<std::string> in(const RowsStatement& statement) const;

  private:
    void begin_row();
    void end_row();

    /// The text is ASCII, as the columns are.
    void put(std::string_view text);
    void put(const Uuid& id);
    void put(const UserId& user) { put(std::string_view{user.str()}); }
    /// A value that the database stores as its code.
    void put(const auto& coded) requires requires {
        { coded.code() } -> std::convertible_to<std::string_view>;
    }
    { put(std::string_view{coded.code()}); }
    void put(std::uint32_t number) { put(std::uint64_t{number}); }
    void put(std::uint64_t number);
    void put(std::int64_t number);
    void put(Time time);
    void put(const std::optional<Time>& time);
    void put(Expression expression);

    std::vector<std::string> parts_;
};

/// Has the session execute a statement that writes with these rows (see Session::write). Does nothing without rows.
void write(Session& session, const RowsStatement& statement, const LiteralRows& rows);

}  // namespace likes::database
