#include "store/upkeep/auditor.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <unordered_set>
#include <utility>

#include "database/batch_parameters.hpp"
#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "store/outbox_rows.hpp"
#include "store/sql.hpp"
#include "store/summary_rows.hpp"
#include "store/upkeep/sql.hpp"

namespace likes::store {

/// The rows of a target and its summary, at one moment.
struct Auditor::Tally {
    /// How many rows there are more than the summary counts.
    std::int64_t uncounted = 0;
    /// The summary's.
    std::uint64_t version = 0;
    std::optional<Time> newest_at;
};

struct Auditor::Checked {
    std::vector<MessageReaction> drifted;
    /// They seem to have drifted and have changed since they were counted. Were it somebody else who corrected them, to
    /// correct them once more would be wrong; so they are to be counted again. A message that is liked all the time is
    /// not quiet the next time either, so the last attempt takes the count as it is.
    std::vector<MessageReaction> moved;
};

namespace {

/// Targets of one transaction.
constexpr std::size_t kSuspectsAtOnce = 50;

/// How often a summary that changes between the count and its lock is counted again before it is corrected.
constexpr int kAttempts = 3;

/// One target according to both tables.
struct Sides {
    std::optional<SalvagedSummary> summary;
    Evidence rows;
};

using Seen = std::map<MessageReaction, Sides>;

sql::PreparedStatement& between(database::Session& session, std::string_view sql, const MessageRange& range) {
    auto& statement = session.prepare(sql);
    statement.setString(1, range.after.to_hex());
    statement.setString(2, range.last.to_hex());
    return statement;
}

Seen read_range(database::Session& session, const MessageRange& range) {
    Seen seen;
    {
        database::ResultSet found{between(session, sql_text::kSummariesBetween, range).executeQuery()};
        while (found.next()) seen[{found.uuid(1), found.parsed<Reaction>(2)}].summary = salvage_summary(found, 3);
    }
    database::ResultSet found{between(session, sql_text::kTalliesBetween, range).executeQuery()};
    while (found.next()) {
        auto& rows = seen[{found.uuid(1), found.parsed<Reaction>(2)}].rows;
        rows.total = static_cast<std::uint32_t>(found.number(3));
        rows.newest_version = found.number(4);
        rows.newest_at = found.optional_time(5);
    }
    return seen;
}

/// There is no summary, or not all of it can be read.
bool is_torn(const Sides& sides) {
    return !sides.summary || !sides.summary->is_whole;
}

/// Reads as many of the newest likers as each summary names. Skips a target whose count is wrong, because that is
/// enough to show that it has drifted.
void read_newest(database::Session& session, Seen& seen) {
    database::BatchParameters rows;
    std::vector<Evidence*> asked;
    for (auto& [target, sides] : seen) {
        if (is_torn(sides)) continue;
        const auto& summary = sides.summary->summary;
        if (summary.recent.empty() || summary.total != sides.rows.total) continue;
        rows.add(target.message, target.reaction, summary.recent.front().version);
        asked.push_back(&sides.rows);
    }
    if (rows.empty()) return;
    database::ResultSet found = select(session, sql_text::kLikersSince, rows);
    while (found.next()) {
        asked.at(found.item(1))
            ->newest.push_back(
                {found.parsed<UserId>(2), found.number(3), std::chrono::floor<std::chrono::seconds>(found.time(4))});
    }
}

/// The users whom the summary names and who have no row.
std::vector<UserId> find_gone(database::Session& session, const MessageReaction& target, const Summary& summary,
                              const Evidence& rows) {
    std::unordered_set<UserId> newest;
    for (const auto& liker : rows.newest) newest.insert(liker.user);
    std::vector<UserId> doubtful;
    database::BatchParameters asked;
    for (const auto& liker : summary.recent) {
        if (newest.contains(liker.user)) continue;
        doubtful.push_back(liker.user);
        asked.add(target.message, target.reaction, liker.user);
    }
    if (doubtful.empty()) return doubtful;
    std::set<std::size_t> there;
    database::ResultSet found = select(session, sql_text::kFindReactions, asked);
    while (found.next()) there.insert(found.item(1));
    std::vector<UserId> gone;
    for (std::size_t i = 0; i < doubtful.size(); ++i) {
        if (!there.contains(i)) gone.push_back(doubtful[i]);
    }
    return gone;
}

}  // namespace

Auditor::Auditor(database::Session session, RecentLikersLimit recent_limit, Clock clock, RandomBits random)
    : session_{std::move(session)}, recent_limit_{recent_limit}, clock_{std::move(clock)}, random_{std::move(random)} {}

MessageRange Auditor::range_after(const Uuid& after, std::size_t rows) {
    MessageRange range;
    session_.transaction([&](database::Session& session) { range = next_range(session, after, rows); });
    return range;
}

Auditor::Scan Auditor::scan(const MessageRange& range) {
    Scan scan;
    // A transaction only because this session runs everything in one; each statement has a snapshot of its own.
    session_.transaction([&](database::Session& session) {
        scan = {};
        auto seen = read_range(session, range);
        read_newest(session, seen);
        scan.targets = seen.size();
        for (const auto& [target, sides] : seen) {
            if (is_torn(sides) || has_drifted(sides.summary->summary, sides.rows)) scan.suspects.push_back(target);
        }
    });
    return scan;
}

std::vector<MessageReaction> Auditor::confirm(std::span<const MessageReaction> suspects) {
    return check(suspects, Write::kNo);
}

std::vector<MessageReaction> Auditor::repair(std::span<const MessageReaction> suspects) {
    return check(suspects, Write::kYes);
}

std::vector<MessageReaction> Auditor::check(std::span<const MessageReaction> suspects, Write write) {
    std::vector<MessageReaction> drifted;
    while (!suspects.empty()) {
        const auto some = suspects.first(std::min(suspects.size(), kSuspectsAtOnce));
        std::vector<MessageReaction> rest(some.begin(), some.end());
        for (int attempt = 1; !rest.empty(); ++attempt) {
            const auto tallies = count(rest);
            Checked checked;
            session_.transaction([&](database::Session& session) {
                checked = check_some(session, rest, tallies, write, attempt == kAttempts);
            });
            drifted.insert(drifted.end(), checked.drifted.begin(), checked.drifted.end());
            rest = std::move(checked.moved);
        }
        suspects = suspects.subspan(some.size());
    }
    return drifted;
}

/// A tally for each of the targets, counted without a lock.
std::map<MessageReaction, Auditor::Tally> Auditor::count(std::span<const MessageReaction> targets) {
    std::map<MessageReaction, Tally> tallies;
    // A transaction only because this session runs everything in one.
    session_.transaction([&](database::Session& session) {
        tallies.clear();
        database::BatchParameters asked;
        for (const auto& target : targets) asked.add(target.message, target.reaction);
        database::ResultSet found = select(session, sql_text::kTallies, asked);
        while (found.next()) {
            tallies[targets[found.item(1)]] = {
                static_cast<std::int64_t>(found.number(2)) - static_cast<std::int64_t>(found.number(4)),
                found.number(5), found.optional_time(3)};
        }
    });
    return tallies;
}

Auditor::Checked Auditor::check_some(database::Session& session, std::span<const MessageReaction> targets,
                                     const std::map<MessageReaction, Tally>& tallies, Write write,
                                     bool is_last_attempt) const {
    // 1. Lock. From here on no other transaction changes these targets. (Confirming a like without a summary makes an
    // empty summary, which means the same as none.)
    const auto [summaries, torn] = lock_summaries(session, targets);

    // 2. Compare, and correct.
    Checked checked;
    database::LiteralRows written;
    const auto chats = chats_of(session, targets);
    OutboxRows outbox{Cause::kCorrection, clock_(), random_};
    for (const auto& target : targets) {
        const auto& summary = summaries.at(target);
        const auto& tally = tallies.at(target);
        const auto wanted = std::max(recent_limit_.kept(), summary.recent.size());
        const auto newest = page_of_likers(session, target, std::numeric_limits<std::uint64_t>::max(), wanted);
        Evidence rows;
        rows.total = static_cast<std::uint32_t>(std::max<std::int64_t>(0, summary.total + tally.uncounted));
        rows.newest_version = newest.empty() ? 0 : newest.front().version;
        rows.newest_at = tally.newest_at;
        rows.newest.assign(newest.rbegin(), newest.rend());
        if (!torn.contains(target) && !has_drifted(summary, rows)) continue;
        if (write == Write::kYes && summary.version != tally.version && !is_last_attempt) {
            checked.moved.push_back(target);
            continue;
        }
        checked.drifted.push_back(target);
        if (write == Write::kNo) continue;
        rows.gone = find_gone(session, target, summary, rows);
        auto repaired = likes::repair(summary, rows, recent_limit_);
        if (const auto chat = chats.find(target.message); chat != chats.end()) {
            add_for_next_event(outbox, chat->second, target, repaired.changes, repaired.summary);
        }
        add_summary(written, target, repaired.summary);
    }
    database::write(session, sql_text::kWriteSummaries, written);
    outbox.write(session);
    return checked;
}

}  // namespace likes::store
