#include "store/summary_rows.hpp"

#include <chrono>
#include <stdexcept>

#include "store/sql.hpp"

namespace likes::store {
namespace {

/// Locks the summaries that exist, and calls `keep(target, row, first column)` for each.
template <class Keep>
void lock_existing(database::Session& session, std::span<const MessageReaction> targets, const Keep& keep) {
    database::BatchParameters rows;
    for (const auto& target : targets) rows.add(target.message, target.reaction);
    auto found = select(session, sql_text::kLockSummaries, rows);
    while (found.next()) keep(targets[found.item(1)], found, 2U);
}

/// Locks all summaries, and makes the missing ones. A target is missing if `keep` has not put it into `kept` after the
/// first attempt to lock.
template <class Keep>
void lock_all(database::Session& session, std::span<const MessageReaction> targets,
              const std::map<MessageReaction, Summary>& kept, const Keep& keep) {
    if (targets.empty()) return;
    lock_existing(session, targets, keep);
    std::vector<MessageReaction> missing;
    database::BatchParameters rows;
    for (const auto& target : targets) {
        if (kept.contains(target)) continue;
        missing.push_back(target);
        rows.add(target.message, target.reaction);
    }
    if (missing.empty()) return;
    execute(session, sql_text::kCreateSummaries, rows);
    lock_existing(session, missing, keep);
}

}  // namespace

Summary read_summary(database::ResultSet& row, unsigned column) {
    return {static_cast<std::uint32_t>(row.number(column)),
            row.number(column + 1),
            row.optional_time(column + 2),
            row.time(column + 3),
            parse_likers(row.text(column + 4)),
            parse_batches(row.text(column + 5))};
}

SalvagedSummary salvage_summary(database::ResultSet& row, unsigned column) {
    SalvagedSummary salvaged;
    auto& summary = salvaged.summary;
    summary.total = static_cast<std::uint32_t>(row.number(column));
    summary.version = row.number(column + 1);
    summary.last_reacted_at = row.optional_time(column + 2);
    summary.next_event_at = row.time(column + 3);
    const auto read = [&](auto& list, auto* parse, unsigned of) {
        try {
            list = parse(row.text(of));
        } catch (const std::runtime_error&) {
            salvaged.is_whole = false;
        }
    };
    read(summary.recent, parse_likers, column + 4);
    read(summary.unpublished, parse_batches, column + 5);
    return salvaged;
}

Summary read_shown_summary(database::ResultSet& row, unsigned column) {
    Summary summary;
    if (row.is_null(column)) return summary;
    summary.total = static_cast<std::uint32_t>(row.number(column));
    summary.version = row.number(column + 1);
    summary.last_reacted_at = row.optional_time(column + 2);
    summary.recent = parse_likers(row.text(column + 3));
    return summary;
}

void add_summary(database::BatchParameters& rows, const MessageReaction& target, const Summary& summary) {
    rows.add(target.message, target.reaction, summary.total, summary.version, summary.last_reacted_at,
             summary.next_event_at, format_likers(summary.recent), format_batches(summary.unpublished));
}

std::map<MessageReaction, Summary> lock_summaries(database::Session& session,
                                                  std::span<const MessageReaction> targets) {
    std::map<MessageReaction, Summary> summaries;
    lock_all(session, targets, summaries,
             [&](const MessageReaction& target, database::ResultSet& row, unsigned column) {
                 summaries.emplace(target, read_summary(row, column));
             });
    return summaries;
}

void touch_summary(database::Session& session, const MessageReaction& locked) {
    auto& statement = session.prepare(sql_text::kTouchSummary);
    statement.setString(1, locked.message.to_hex());
    statement.setString(2, locked.reaction.code());
    statement.executeUpdate();
}

SalvagedSummaries lock_and_salvage_summaries(database::Session& session, std::span<const MessageReaction> targets) {
    SalvagedSummaries salvaged;
    lock_all(session, targets, salvaged.summaries,
             [&](const MessageReaction& target, database::ResultSet& row, unsigned column) {
                 auto found = salvage_summary(row, column);
                 salvaged.summaries.emplace(target, std::move(found.summary));
                 if (!found.is_whole) salvaged.torn.insert(target);
             });
    return salvaged;
}

std::vector<Liker> page_of_likers(database::Session& session, const MessageReaction& target, std::uint64_t version,
                                  std::size_t limit) {
    auto& statement = session.prepare(sql_text::kPageOfReactions);
    statement.setString(1, target.message.to_hex());
    statement.setString(2, target.reaction.code());
    statement.setUInt64(3, version);
    statement.setUInt64(4, limit);
    database::ResultSet rows{statement.executeQuery()};
    std::vector<Liker> page;
    while (rows.next()) {
        page.push_back(
            {rows.parsed<UserId>(1), rows.number(2), std::chrono::floor<std::chrono::seconds>(rows.time(3))});
    }
    return page;
}

}  // namespace likes::store
