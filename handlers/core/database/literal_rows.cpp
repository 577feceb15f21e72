#include "database/literal_rows.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace likes::database {
namespace {

bool is_plain(char c) {
    return (c >= ' ' && c <= '~' && c != '\'' && c != '\\') || c == '\n';
}

}  // namespace

std::vector<std::string> LiteralRows::in(const RowsStatement& statement) const {
    std::vector<std::string> texts;
    for (const auto& part : parts_) {
        auto& text = texts.emplace_back();
        text.reserve(statement.before.size() + part.size() + statement.after.size());
        text.append(statement.before).append(part).append(statement.after);
    }
    return texts;
}

void LiteralRows::begin_row() {
    if (parts_.empty() || parts_.back().size() >= kPartBytes) {
        parts_.emplace_back("(");
    } else {
        parts_.back() += ",(";
    }
}

void LiteralRows::end_row() {
    // In place of the comma after the last column.
    parts_.back().back() = ')';
}

void LiteralRows::put(std::string_view text) {
    if (std::all_of(text.begin(), text.end(), is_plain)) {
        parts_.back().append("'").append(text).append("',");
    } else {
        parts_.back().append("x'").append(to_hex(text)).append("',");
    }
}

void LiteralRows::put(const Uuid& id) {
    parts_.back().append("x'").append(id.to_hex()).append("',");
}

void LiteralRows::put(std::uint64_t number) {
    parts_.back().append(std::to_string(number)).append(",");
}

void LiteralRows::put(std::int64_t number) {
    parts_.back().append(std::to_string(number)).append(",");
}

void LiteralRows::put(Time time) {
    parts_.back().append("'").append(to_sql(time)).append("',");
}

void LiteralRows::put(const std::optional<Time>& time) {
    if (time) {
        put(*time);
    } else {
        parts_.back().append("NULL,");
    }
}

void LiteralRows::put(Expression expression) {
    parts_.back().append(expression.sql).append(",");
}

void write(Session& session, const RowsStatement& statement, const LiteralRows& rows) {
    for (const auto& text : rows.in(statement)) session.write(text);
}

}  // namespace likes::database
