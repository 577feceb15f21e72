#pragma once

#include <map>
#include <set>
#include <span>

#include "likes/reaction.hpp"
#include "likes/summary.hpp"
#include "store/session.hpp"

namespace likes::store {

/// The summaries of these subjects, each locked until the end of the transaction: nobody else changes the subjects
/// until then. Those that are missing are made. `subjects` are in the order of the locks, which is their own, each
/// once. Throws std::runtime_error for a summary that cannot be read.
std::map<Subject, Summary> lock_summaries(Session& session, std::span<const Subject> subjects);

struct SalvagedSummaries {
    std::map<Subject, Summary> summaries;
    /// Of which not all could be read.
    std::set<Subject> torn;
};

/// The same for whoever repairs them.
SalvagedSummaries lock_and_salvage_summaries(Session& session, std::span<const Subject> subjects);

}  // namespace likes::store
