#include "store/auditor.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_set>
#include <utility>

#include "store/audience.hpp"
#include "store/locked_summaries.hpp"
#include "store/result.hpp"
#include "store/rows.hpp"
#include "store/sql.hpp"
#include "store/upkeep_sql.hpp"

namespace likes::store {
namespace {

/// Subjects of one transaction.
constexpr std::size_t kBatch = 50;

/// One subject as both tables tell of it.
struct Sides {
    std::optional<SalvagedSummary> summary;
    Evidence rows;
};

using Seen = std::map<Subject, Sides>;

sql::PreparedStatement& between(Session& session, std::string_view sql, const Part& part) {
    auto& statement = session.prepare(sql);
    statement.setString(1, to_hex(part.after));
    statement.setString(2, to_hex(part.last));
    return statement;
}

Seen read_part(Session& session, const Part& part) {
    Seen seen;
    {
        Result found{between(session, sql_text::kSummariesBetween, part).executeQuery()};
        while (found.next()) seen[{found.uuid(1), found.reaction(2)}].summary = found.salvaged_summary(3);
    }
    Result found{between(session, sql_text::kTalliesBetween, part).executeQuery()};
    while (found.next()) {
        auto& rows = seen[{found.uuid(1), found.reaction(2)}].rows;
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

/// Reads as many of the newest likers as each summary names. Not where the count is wrong, which is enough to know.
void read_newest(Session& session, Seen& seen) {
    Rows rows;
    std::vector<Evidence*> asked;
    for (auto& [subject, sides] : seen) {
        if (is_torn(sides)) continue;
        const auto& summary = sides.summary->summary;
        if (summary.recent.empty() || summary.total != sides.rows.total) continue;
        rows.add(subject.message, subject.reaction, summary.recent.front().version);
        asked.push_back(&sides.rows);
    }
    if (rows.empty()) return;
    Result found = select(session, sql_text::kLikersSince, rows);
    while (found.next()) {
        asked.at(found.item(1))
            ->newest.push_back(
                {found.user(2), found.number(3), std::chrono::floor<std::chrono::seconds>(found.time(4))});
    }
}

/// Those of whom the summary says that they like it, and the rows do not.
std::vector<UserId> find_gone(Session& session, const Subject& subject, const Summary& summary, const Evidence& rows) {
    std::unordered_set<UserId> newest;
    for (const auto& liker : rows.newest) newest.insert(liker.user);
    std::vector<UserId> doubtful;
    Rows asked;
    for (const auto& liker : summary.recent) {
        if (newest.contains(liker.user)) continue;
        doubtful.push_back(liker.user);
        asked.add(subject.message, subject.reaction, liker.user);
    }
    if (doubtful.empty()) return doubtful;
    std::set<std::size_t> there;
    Result found = select(session, sql_text::kFindReactions, asked);
    while (found.next()) there.insert(found.item(1));
    std::vector<UserId> gone;
    for (std::size_t i = 0; i < doubtful.size(); ++i) {
        if (!there.contains(i)) gone.push_back(doubtful[i]);
    }
    return gone;
}

}  // namespace

Auditor::Auditor(Session session, Window window, Clock clock, RandomBits random)
    : session_{std::move(session)}, window_{window}, clock_{std::move(clock)}, random_{std::move(random)} {}

Part Auditor::part_after(const Uuid& after, std::size_t rows) {
    Part part;
    session_.transaction([&](Session& session) { part = next_part(session, after, rows); });
    return part;
}

Auditor::Look Auditor::look(const Part& part) {
    Look look;
    // A transaction only because this session has no other; each statement has a moment of its own.
    session_.transaction([&](Session& session) {
        look = {};
        auto seen = read_part(session, part);
        read_newest(session, seen);
        look.subjects = seen.size();
        for (const auto& [subject, sides] : seen) {
            if (is_torn(sides) || has_drifted(sides.summary->summary, sides.rows)) look.suspects.push_back(subject);
        }
    });
    return look;
}

std::vector<Subject> Auditor::confirm(std::span<const Subject> suspects) {
    return check(suspects, Write::kNo);
}

std::vector<Subject> Auditor::repair(std::span<const Subject> suspects) {
    return check(suspects, Write::kYes);
}

std::vector<Subject> Auditor::check(std::span<const Subject> suspects, Write write) {
    std::vector<Subject> drifted;
    while (!suspects.empty()) {
        const auto some = suspects.first(std::min(suspects.size(), kBatch));
        std::vector<Subject> found;
        session_.transaction([&](Session& session) { found = check_some(session, some, write); });
        drifted.insert(drifted.end(), found.begin(), found.end());
        suspects = suspects.subspan(some.size());
    }
    return drifted;
}

std::vector<Subject> Auditor::check_some(Session& session, std::span<const Subject> subjects, Write write) const {
    // 1. Lock. From here on nobody else changes these subjects. (To confirm a like without a summary makes an empty
    // one, which says the same as none.)
    const auto [summaries, torn] = lock_and_salvage_summaries(session, subjects);

    // 2. What the rows say.
    std::map<Subject, Evidence> evidence;
    {
        Rows asked;
        for (const auto& subject : subjects) asked.add(subject.message, subject.reaction);
        Result found = select(session, sql_text::kTallies, asked);
        while (found.next()) {
            evidence[subjects[found.item(1)]] = {
                static_cast<std::uint32_t>(found.number(2)), found.number(3), found.optional_time(4), {}, {}};
        }
    }

    // 3. Compare, and correct.
    std::vector<Subject> drifted;
    Rows written;
    Outgoing outgoing{session, subjects, clock_(), random_};
    for (const auto& subject : subjects) {
        const auto& summary = summaries.at(subject);
        auto& rows = evidence[subject];
        const auto wanted = std::max(window_.kept(), summary.recent.size());
        const auto newest =
            page_of_likers(session, subject, std::max(rows.newest_version, summary.version) + 1, wanted);
        rows.newest.assign(newest.rbegin(), newest.rend());
        if (!torn.contains(subject) && !has_drifted(summary, rows)) continue;
        drifted.push_back(subject);
        if (write == Write::kNo) continue;
        rows.gone = find_gone(session, subject, summary, rows);
        auto repaired = likes::repair(summary, rows, window_);
        outgoing.add(subject, std::move(repaired.deeds), repaired.summary);
        add_summary(written, subject, repaired.summary);
    }
    execute(session, sql_text::kWriteSummaries, written);
    outgoing.write();
    return drifted;
}

}  // namespace likes::store
