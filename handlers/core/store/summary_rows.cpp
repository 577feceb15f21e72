#include "store/summary_rows.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "store/sql.hpp"

namespace likes::store {
namespace {

/// Locks the summaries that exist, and adds them to `locked`.
void lock_existing(database::Session& session, std::span<const MessageReaction> targets, LockedSummaries& locked) {
    database::LiteralRows rows;
    for (const auto& target : targets) rows.add(target.message, target.reaction);
    for (const auto& text : rows.in(sql_text::kLockSummaries)) {
        database::ResultSet found{session.query(text)};
        while (found.next()) {
            const MessageReaction target{found.uuid(1), found.parsed<Reaction>(2)};
            auto [summary, is_whole] = salvage_summary(found, 3);
            locked.summaries.emplace(target, std::move(summary));
            if (!is_whole) locked.torn.insert(target);
        }
    }
}

/// Reads a list. One that cannot be read is left empty, and the summary is not whole.
template <class List>
void salvage(SalvagedSummary& salvaged, List& list, List (*parse)(std::string_view), const std::string& text) {
    try {
        list = parse(text);
    } catch (const std::runtime_error&) {
        salvaged.is_whole = false;
    }
}

void read_counts(Summary& summary, database::ResultSet& row, unsigned column) {
    summary.total = static_cast<std::uint32_t>(row.number(column));
    summary.version = row.number(column + 1);
    summary.last_reacted_at = row.optional_time(column + 2);
}

}  // namespace

SalvagedSummary salvage_summary(database::ResultSet& row, unsigned column) {
    SalvagedSummary salvaged;
    auto& summary = salvaged.summary;
    read_counts(summary, row, column);
    summary.next_event_at = row.time(column + 3);
    salvage(salvaged, summary.recent, parse_likers, row.text(column + 4));
    salvage(salvaged, summary.unpublished, parse_batches, row.text(column + 5));
    if (contradicts_itself(summary)) salvaged.is_whole = false;
    return salvaged;
}

SalvagedSummary salvage_shown_summary(database::ResultSet& row, unsigned column) {
    SalvagedSummary salvaged;
    if (row.is_null(column)) return salvaged;
    read_counts(salvaged.summary, row, column);
    salvage(salvaged, salvaged.summary.recent, parse_likers, row.text(column + 3));
    if (contradicts_itself(salvaged.summary)) salvaged.is_whole = false;
    return salvaged;
}

void name_likers_of_rows(database::Session& session, const MessageReaction& target,
                         const RecentLikersLimit& recent_limit, Summary& summary) {
    const auto newest = page_of_likers(session, target, std::numeric_limits<std::uint64_t>::max(), recent_limit.kept());
    summary.recent.assign(newest.rbegin(), newest.rend());
    summary.total = std::max(summary.total, static_cast<std::uint32_t>(newest.size()));
    if (!newest.empty()) summary.version = std::max(summary.version, newest.front().version);
}

void add_summary(database::LiteralRows& rows, const MessageReaction& target, const Summary& summary) {
    rows.add(target.message, target.reaction, summary.total, summary.version, summary.last_reacted_at,
             summary.next_event_at, format_likers(summary.recent), format_batches(summary.unpublished));
}

LockedSummaries lock_summaries(database::Session& session, std::span<const MessageReaction> targets) {
    LockedSummaries locked;
    if (targets.empty()) return locked;
    lock_existing(session, targets, locked);
    std::vector<MessageReaction> missing;
    database::LiteralRows rows;
    for (const auto& target : targets) {
        if (locked.summaries.contains(target)) continue;
        missing.push_back(target);
        add_summary(rows, target, {});
    }
    if (missing.empty()) return locked;
    write(session, sql_text::kCreateSummaries, rows);
    lock_existing(session, missing, locked);
    return locked;
}

void touch_summary(database::Session& session, const MessageReaction& locked) {
    database::LiteralRows row;
    row.add(locked.message, locked.reaction);
    write(session, sql_text::kTouchSummary, row);
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
