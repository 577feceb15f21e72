#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "database/literal_rows.hpp"
#include "database/result_set.hpp"
#include "database/session.hpp"
#include "likes/reaction.hpp"
#include "likes/summary.hpp"

/// Reads, writes and locks summaries, the rows of `reaction_summaries`.
namespace likes::store {

/// As much as can be read of a summary's row that may be damaged.
struct SalvagedSummary {
    /// Its list of likers, or of unpublished changes, is empty if that list cannot be read.
    Summary summary;
    /// All of it could be read, and it does not contradict itself.
    bool is_whole = true;
};

/// The columns of a summary from `column` on: total, version, last_reacted_at, next_event_at, recent, unpublished.
SalvagedSummary salvage_summary(database::ResultSet& row, unsigned column);

/// The columns that readers need, from `column` on: total, version, last_reacted_at, recent. The default if they are
/// null.
SalvagedSummary salvage_shown_summary(database::ResultSet& row, unsigned column);

/// Makes the summary name its newest likers, as many as `recent_limit` keeps, as the rows of `reactions` say.
void name_likers_of_rows(database::Session& session, const MessageReaction& target,
                         const RecentLikersLimit& recent_limit, Summary& summary);

/// Adds the row that makes kWriteSummaries and its like write `summary` for the target.
void add_summary(database::LiteralRows& rows, const MessageReaction& target, const Summary& summary);

/// Summaries that this transaction has locked.
struct LockedSummaries {
    /// As far as they can be read.
    std::map<MessageReaction, Summary> summaries;
    /// The targets whose summary is not whole. One damaged summary must not harm others, so a writer leaves these
    /// targets out, or corrects them; the audit repairs them within a round.
    std::set<MessageReaction> torn;
};

/// The summaries of these targets, each locked until the end of the transaction: no other transaction changes the
/// targets until then. Missing summaries are made. `targets` are sorted, which is the order of the locks, each once.
LockedSummaries lock_summaries(database::Session& session, std::span<const MessageReaction> targets);

/// Writes to one of the summaries that this transaction has locked, and changes nothing that anybody can see. For a
/// transaction that is answered and writes nothing else: others see a commit a moment before it is on the disk, and a
/// COMMIT waits for the disk only if its own transaction has written. Then it waits for all that was committed before.
void touch_summary(database::Session& session, const MessageReaction& locked);

/// The next likers before `version`, newest first, at most `limit`: from the table `reactions`, where the summary does
/// not reach.
std::vector<Liker> page_of_likers(database::Session& session, const MessageReaction& target, std::uint64_t version,
                                  std::size_t limit);

}  // namespace likes::store
