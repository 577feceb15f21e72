#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "base/time.hpp"
#include "base/uuid_v7.hpp"
#include "database/session.hpp"
#include "likes/apply.hpp"
#include "likes/event.hpp"
#include "likes/reaction_change.hpp"
#include "likes/summary.hpp"
#include "store/due_events.hpp"
#include "store/feed_rows.hpp"
#include "store/target_locks.hpp"

namespace likes::store {

/// Executes batches of changes, each as one transaction: all or nothing, committed when it returns, and on the disk
/// together with everything that its answers rest on. Owned by one lane.
class ReactionWriter final : public DueEvents {
  public:
    struct Settings {
        RecentLikersLimit recent_limit;
        /// The least time between two events about one target.
        std::chrono::microseconds event_interval;
        /// The reactions of which a user may have only one on a message: putting one takes the others back. Empty: no
        /// such limit.
        std::vector<Reaction> exclusive;
        /// How old the knowledge of who is a member may be when all locks are held. If they were waited for longer, it
        /// is read again under them.
        std::chrono::milliseconds membership_age_max{250};
    };

    struct Written {
        /// One per change, in their order.
        std::vector<ReactionOutcome> outcomes;
        /// The events to publish now, and those to publish when they are due.
        Taken to_publish;
    };

    /// How much an erasure has removed.
    struct Erased {
        std::size_t reactions = 0;
        /// How many of them are published, by way of the outbox. The messages of the others are deleted.
        std::size_t published = 0;
    };

    ReactionWriter(database::Session session, Settings settings, Clock clock, RandomBits random);

    /// A change that is not possible (no such message, not a member, a damaged summary) never makes the others of its
    /// batch fail. Throws what database::Session::transaction throws; then nothing was committed, as far as can be
    /// known.
    Written apply(std::span<const ReactionChange> changes);

    Taken take_due(std::span<const PendingEvent> pending) override;

    /// Takes back the user's reactions on these targets, whether or not the user is still a member of their chats,
    /// leaves the events to the relay, and adds the counts to the user's row in `erasures`. About deleted messages
    /// there is no event; what goes from them is put into the feed at once. `targets` are sorted, each once. Leaves out
    /// what its summary does not count, or whose summary is damaged: that has to be repaired first. Throws what
    /// database::Session::transaction throws.
    Erased erase(std::span<const MessageReaction> targets, const UserId& user, const Feed& feed);

  private:
    struct Origin;
    struct TargetBatch;
    using Batches = std::map<MessageReaction, TargetBatch>;

    Written apply_once(std::span<const ReactionChange> changes);
    std::vector<Resolution> resolve_and_lock(std::span<const ReactionChange> changes, ResolvedTargets& targets);
    std::vector<MessageReaction> missing_anchors(const std::set<MessageReaction>& missing) const;
    Batches group(std::span<const ReactionChange> changes, std::span<const Resolution> resolved,
                  std::vector<ReactionOutcome>& outcomes) const;
    void resolve_again(std::span<const ReactionChange> changes, std::vector<Resolution>& resolved, Batches& batches,
                       std::vector<ReactionOutcome>& outcomes);
    void add_to(Batches& batches, const ReactionChange& change, const Uuid& chat, std::size_t item) const;
    std::vector<Reaction> excluded_by(const ReactionChange& change) const;
    static std::vector<MessageReaction> targets_of(const Batches& batches);
    static void lock(database::Session& session, Batches& batches);
    static void give_locked(LockedSummaries& locked, Batches& batches);
    /// Takes the targets whose summary cannot be used out of the batch, so that the others are written. Returns the
    /// indexes of the changes that are not possible until the audit has repaired it.
    std::vector<std::size_t> drop_unusable(Batches& batches) const;
    static void find_likers(database::Session& session, Batches& batches);
    static bool lock_overtaken(database::Session& session, Batches& batches);
    void fetch_older_likers(database::Session& session, Batches& batches) const;
    static void take_outcomes(const Reaction& reaction, TargetBatch& batch, std::vector<ReactionOutcome>& outcomes);
    void take_turn_of(const MessageReaction& target, TargetBatch& batch, Time now, Taken& taken) const;
    /// Returns false if there was nothing to write.
    static bool write(database::Session& session, const Batches& batches);
    static void touch_any(database::Session& session, const Batches& batches);
    static void hand_on(database::Session& session, const Batches& batches, std::span<const MessageReaction> targets,
                        const Feed& feed);

    database::Session session_;
    Settings settings_;
    Clock clock_;
    RandomBits random_;
};

}  // namespace likes::store
