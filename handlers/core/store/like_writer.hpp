#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "ids/uuid_v7.hpp"
#include "likes/apply.hpp"
#include "likes/event.hpp"
#include "likes/event_turn.hpp"
#include "likes/like_change.hpp"
#include "likes/summary.hpp"
#include "store/session.hpp"
#include "time/time.hpp"

namespace likes::store {

/// Executes batches of changes, each as one transaction: all or nothing, committed when it returns. Owned by one lane.
class LikeWriter {
  public:
    struct Settings {
        Window window;
        /// The time that two events about one subject keep between them.
        std::chrono::microseconds event_interval;
        /// Of these a user may have one on a message: putting one takes the others back. Empty: any number.
        std::vector<Reaction> exclusive;
    };

    struct Written {
        /// One per change, in their order.
        std::vector<LikeOutcome> outcomes;
        /// To be published now. Their rows are in the outbox.
        std::vector<Event> events;
        /// To be told when their turn has come.
        std::vector<Reminder> later;
    };

    /// What an erasure has come to.
    struct Erased {
        std::size_t reactions = 0;
        /// Of which an event tells, by way of the outbox. The messages of the others are deleted.
        std::size_t told = 0;
    };
    /// Makes a note of it in the same transaction.
    using Record = std::function<void(Session&, const Erased&)>;

    LikeWriter(Session session, Settings settings, Clock clock, RandomBits random);

    /// A change that cannot be (no such message, not a member) never fails its neighbours. Throws what
    /// Session::transaction throws: then nothing was done, as far as anyone can know.
    Written apply(std::span<const LikeChange> changes);

    /// Takes the turn of those subjects whose turn has come and that still have something to tell. Throws what
    /// Session::transaction throws.
    Written tell(std::span<const Reminder> reminders);

    /// Takes back what the user has put on these subjects, whoever is in their chats by now, and leaves it to the relay
    /// to tell. `subjects` are in their order, each once. Throws what Session::transaction throws.
    Erased erase(std::span<const Subject> subjects, const UserId& user, const Record& record);

  private:
    struct Resolved;
    struct SubjectBatch;
    using Batches = std::map<Subject, SubjectBatch>;

    Written apply_once(std::span<const LikeChange> changes);
    static std::vector<Resolved> resolve(Session& session, std::span<const LikeChange> changes);
    void add_to(Batches& batches, const LikeChange& change, const Uuid& chat, std::size_t item) const;
    static void lock(Session& session, Batches& batches);
    static void find_likers(Session& session, Batches& batches);
    void fetch_older_likers(Session& session, Batches& batches) const;
    void leave_in_outbox(SubjectBatch& batch, const Uuid& chat, Time now) const;
    void take_turn_of(const Subject& subject, SubjectBatch& batch, Time now, Written& written) const;
    static void write(Session& session, const Batches& batches);

    Session session_;
    Settings settings_;
    Clock clock_;
    RandomBits random_;
};

}  // namespace likes::store
