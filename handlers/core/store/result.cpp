#include "store/result.hpp"

#include <stdexcept>

#include "store/sql.hpp"

namespace likes::store {

std::string Result::text(unsigned column) {
    const sql::SQLString value = rows_->getString(column);
    return value.asStdString();
}

Uuid Result::uuid(unsigned column) {
    const auto id = Uuid::from_bytes(text(column));
    if (!id) throw std::runtime_error{"the database holds an id that is no UUID"};
    return *id;
}

UserId Result::user(unsigned column) {
    auto user = UserId::parse(text(column));
    if (!user) throw std::runtime_error{"the database holds a user id that is none"};
    return std::move(*user);
}

Reaction Result::reaction(unsigned column) {
    auto reaction = Reaction::parse(text(column));
    if (!reaction) throw std::runtime_error{"the database holds a reaction that is none"};
    return std::move(*reaction);
}

Time Result::time(unsigned column) {
    return Time{std::chrono::microseconds{rows_->getInt64(column)}};
}

std::optional<Time> Result::optional_time(unsigned column) {
    if (is_null(column)) return std::nullopt;
    return time(column);
}

Summary Result::summary(unsigned column) {
    return {static_cast<std::uint32_t>(number(column)),
            number(column + 1),
            optional_time(column + 2),
            time(column + 3),
            parse_likers(text(column + 4)),
            parse_batches(text(column + 5))};
}

SalvagedSummary Result::salvaged_summary(unsigned column) {
    SalvagedSummary salvaged;
    auto& summary = salvaged.summary;
    summary.total = static_cast<std::uint32_t>(number(column));
    summary.version = number(column + 1);
    summary.last_reacted_at = optional_time(column + 2);
    summary.next_event_at = time(column + 3);
    const auto read = [&](auto& list, auto* parse, unsigned of) {
        try {
            list = parse(text(of));
        } catch (const std::runtime_error&) {
            salvaged.is_whole = false;
        }
    };
    read(summary.recent, parse_likers, column + 4);
    read(summary.untold, parse_batches, column + 5);
    return salvaged;
}

Summary Result::shown_summary(unsigned column) {
    Summary summary;
    if (is_null(column)) return summary;
    summary.total = static_cast<std::uint32_t>(number(column));
    summary.version = number(column + 1);
    summary.last_reacted_at = optional_time(column + 2);
    summary.recent = parse_likers(text(column + 3));
    return summary;
}

void add_summary(Rows& rows, const Subject& subject, const Summary& summary) {
    rows.add(subject.message, subject.reaction, summary.total, summary.version, summary.last_reacted_at,
             summary.next_event_at, format_likers(summary.recent), format_batches(summary.untold));
}

Result select(Session& session, std::string_view sql, Rows& rows) {
    auto& statement = session.prepare(sql);
    statement.setString(1, rows.finish());
    return Result{statement.executeQuery()};
}

int execute(Session& session, std::string_view sql, Rows& rows) {
    if (rows.empty()) return 0;
    auto& statement = session.prepare(sql);
    statement.setString(1, rows.finish());
    return statement.executeUpdate();
}

std::vector<Liker> page_of_likers(Session& session, const Subject& subject, std::uint64_t version, std::size_t limit) {
    auto& statement = session.prepare(sql_text::kPageOfReactions);
    statement.setString(1, to_hex(subject.message));
    statement.setString(2, subject.reaction.code());
    statement.setUInt64(3, version);
    statement.setUInt64(4, limit);
    Result rows{statement.executeQuery()};
    std::vector<Liker> page;
    while (rows.next()) {
        page.push_back({rows.user(1), rows.number(2), std::chrono::floor<std::chrono::seconds>(rows.time(3))});
    }
    return page;
}

}  // namespace likes::store
