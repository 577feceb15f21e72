#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "base/uuid.hpp"
#include "database/session.hpp"
#include "likes/event.hpp"
#include "likes/summary.hpp"
#include "store/feed_rows.hpp"

namespace likes::publishing {

/// Settles published events in the database. An interface, so that a test needs no database.
class PublishedEvents {
  public:
    virtual ~PublishedEvents() = default;

    /// Takes what these events publish, which the broker has acknowledged, out of the outbox, puts it into the feed,
    /// and records the changes for clients that ask what changed in a chat, in one transaction. What is taken out
    /// already is no error. Throws what database::Session::transaction throws.
    virtual void settle(std::span<const PublishedEvent> published) = 0;
};

/// The table `outbox`: the changes that are committed and perhaps not published yet.
class Outbox final : public PublishedEvents {
  public:
    Outbox(database::Session session, RecentLikersLimit recent_limit, std::chrono::microseconds event_interval,
           store::Feed feed)
        : session_{std::move(session)},
          recent_limit_{recent_limit},
          event_interval_{event_interval},
          feed_{std::move(feed)} {}

    /// A part of the rows that are left in the outbox.
    struct Leftovers {
        /// One event per target, or several if there are more changes than an event names. Each has the current state
        /// under a version of its own, which is newer than any version that subscribers hold; so they accept it,
        /// whichever of its changes they have received before.
        std::vector<Event> events;
        /// The newest row of this part, after which the next part begins; nullopt if the part is empty.
        std::optional<Uuid> last;
    };

    /// The oldest `limit` rows after `after` that were made before `made_before`, in one transaction at `now`.
    Leftovers leftovers(const Uuid& after, Time made_before, std::size_t limit, Time now);

    /// Records the changes of the oldest `limit` rows that were made before `made_before` for clients that ask what
    /// changed in a chat, and puts them into the feed, though nothing is published. So what these clients have to look
    /// through stays short while the broker is away, and the feed does not wait for it. Returns how many rows there
    /// were.
    std::size_t record(Time made_before, std::size_t limit);

    void settle(std::span<const PublishedEvent> published) override;

  private:
    /// What is left of one target.
    struct Backlog {
        /// In which the newest of these changes was made.
        Uuid chat;
        std::vector<ChangeBatch> batches;
    };
    using Backlogs = std::map<MessageReaction, Backlog>;
    struct Part {
        Backlogs backlogs;
        std::optional<Uuid> last;
    };

    static Part read(database::Session& session, const Uuid& after, Time made_before, std::size_t limit);
    std::vector<Event> republish(database::Session& session, Backlogs& backlogs, Time now) const;

    database::Session session_;
    RecentLikersLimit recent_limit_;
    std::chrono::microseconds event_interval_;
    store::Feed feed_;
};

}  // namespace likes::publishing
