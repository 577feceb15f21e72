#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "ids/uuid_v7.hpp"
#include "likes/apply.hpp"
#include "likes/event.hpp"
#include "likes/like_change.hpp"
#include "likes/summary.hpp"
#include "store/session.hpp"
#include "time/time.hpp"

namespace likes::store {

/// The turn that this process has booked for its next event about a subject and not used yet, if any. Changes that
/// come meanwhile join that event, so they need no turn of their own.
using BookedTurn = std::function<std::optional<Time>(const Subject&)>;

/// Executes batches of changes, each as one transaction: all or nothing, committed when it returns. Owned by one lane.
class LikeWriter {
  public:
    struct Settings {
        Window window;
        /// The time that two events about one subject keep between them.
        std::chrono::microseconds event_interval;
    };

    struct Written {
        /// One per change, in their order.
        std::vector<LikeOutcome> outcomes;
        /// One per subject that changed; their rows are in the outbox.
        std::vector<Event> events;
    };

    LikeWriter(Session session, Settings settings, Clock clock, RandomBits random, BookedTurn booked_turn);

    /// A change that cannot be (no such message, not a member) never fails its neighbours. Throws what
    /// Session::transaction throws: then nothing was done, as far as anyone can know.
    Written apply(std::span<const LikeChange> changes);

  private:
    struct Resolved;
    struct SubjectBatch;
    using Batches = std::map<Subject, SubjectBatch>;

    Written apply_once(std::span<const LikeChange> changes);
    static std::vector<Resolved> resolve(Session& session, std::span<const LikeChange> changes);
    static void lock_summaries(Session& session, Batches& batches);
    static void find_likers(Session& session, Batches& batches, std::span<const LikeChange> changes);
    void fetch_older_likers(Session& session, Batches& batches, std::span<const LikeChange> changes) const;
    Event make_event(const Subject& subject, const Uuid& chat, Transition& transition, Time now);
    static void write(Session& session, const Batches& batches, const std::vector<Event>& events);

    Session session_;
    Settings settings_;
    Clock clock_;
    RandomBits random_;
    BookedTurn booked_turn_;
};

}  // namespace likes::store
