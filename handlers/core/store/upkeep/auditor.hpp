#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <vector>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "base/uuid_v7.hpp"
#include "database/session.hpp"
#include "likes/audit.hpp"
#include "likes/reaction.hpp"
#include "likes/summary.hpp"
#include "store/upkeep/message_range.hpp"

namespace likes::store {

/// Compares the summaries with the rows that they count, and corrects them. Other writers continue meanwhile: neither a
/// scan nor a count takes a lock, however many rows there are. What seems wrong is read again, summary and rows at one
/// moment. By how much they differ then, they differ still when the summary is locked, since writers change both
/// together; so the lock is held only while a few rows are read and the summary is written. (A like that finds its row
/// there already, uncounted, changes the summary alone. What a repair then has wrong by one, the next audit corrects.)
class Auditor {
  public:
    Auditor(database::Session session, RecentLikersLimit recent_limit, Clock clock, RandomBits random);

    struct Scan {
        /// How many targets were compared: summaries, and likes without a summary.
        std::size_t targets = 0;
        /// Targets that seem to have drifted. Some may only have changed during the scan.
        std::vector<MessageReaction> suspects;
    };

    /// The messages after `after`, with about `rows` rows. Like all functions here, throws what database::Session
    /// throws, and std::runtime_error for a row of `reactions` that cannot be read: a summary that cannot be read is
    /// made anew, a reaction is not.
    MessageRange range_after(const Uuid& after, std::size_t rows);

    Scan scan(const MessageRange& range);

    /// The suspects that have really drifted.
    std::vector<MessageReaction> confirm(std::span<const MessageReaction> suspects);

    /// Corrects the suspects that have drifted, a few in each transaction. An event is published about each, by way of
    /// the outbox, unless its message is deleted. Returns the targets that were corrected.
    std::vector<MessageReaction> repair(std::span<const MessageReaction> suspects);

  private:
    enum class Write { kNo, kYes };
    struct Tally;
    struct Checked;

    std::vector<MessageReaction> check(std::span<const MessageReaction> suspects, Write write);
    std::map<MessageReaction, Tally> count(std::span<const MessageReaction> targets);
    Checked check_some(database::Session& session, std::span<const MessageReaction> targets,
                       const std::map<MessageReaction, Tally>& tallies, Write write, bool is_last_attempt) const;

    database::Session session_;
    RecentLikersLimit recent_limit_;
    Clock clock_;
    RandomBits random_;
};

}  // namespace likes::store
