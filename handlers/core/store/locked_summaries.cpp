#include "store/locked_summaries.hpp"

#include <functional>
#include <utility>
#include <vector>

#include "store/result.hpp"
#include "store/rows.hpp"
#include "store/sql.hpp"

namespace likes::store {
namespace {

using Keep = std::function<void(const Subject&, Result&, unsigned column)>;

/// Locks those that are there, and has them kept.
void lock_existing(Session& session, std::span<const Subject> subjects, const Keep& keep) {
    Rows rows;
    for (const auto& subject : subjects) rows.add(subject.message, subject.reaction);
    Result found = select(session, sql_text::kLockSummaries, rows);
    while (found.next()) keep(subjects[found.item(1)], found, 2);
}

/// Locks all, making those that are missing.
void lock_all(Session& session, std::span<const Subject> subjects, const std::map<Subject, Summary>& kept,
              const Keep& keep) {
    if (subjects.empty()) return;
    lock_existing(session, subjects, keep);
    std::vector<Subject> missing;
    Rows rows;
    for (const auto& subject : subjects) {
        if (kept.contains(subject)) continue;
        missing.push_back(subject);
        rows.add(subject.message, subject.reaction);
    }
    if (missing.empty()) return;
    execute(session, sql_text::kCreateSummaries, rows);
    lock_existing(session, missing, keep);
}

}  // namespace

std::map<Subject, Summary> lock_summaries(Session& session, std::span<const Subject> subjects) {
    std::map<Subject, Summary> summaries;
    lock_all(session, subjects, summaries, [&](const Subject& subject, Result& found, unsigned column) {
        summaries.emplace(subject, found.summary(column));
    });
    return summaries;
}

SalvagedSummaries lock_and_salvage_summaries(Session& session, std::span<const Subject> subjects) {
    SalvagedSummaries salvaged;
    lock_all(session, subjects, salvaged.summaries, [&](const Subject& subject, Result& found, unsigned column) {
        auto row = found.salvaged_summary(column);
        salvaged.summaries.emplace(subject, std::move(row.summary));
        if (!row.is_whole) salvaged.torn.insert(subject);
    });
    return salvaged;
}

}  // namespace likes::store
