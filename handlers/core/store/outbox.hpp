#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <vector>

#include "ids/uuid.hpp"
#include "likes/event.hpp"
#include "likes/summary.hpp"
#include "likes/told.hpp"
#include "store/session.hpp"

namespace likes::store {

/// The changes that are committed and perhaps not published yet.
class Outbox {
  public:
    Outbox(Session session, Window window, std::chrono::microseconds event_interval)
        : session_{std::move(session)}, window_{window}, event_interval_{event_interval} {}

    /// A part of what is left in the outbox.
    struct Leftovers {
        /// One event per subject. It tells how things are now, under a version of its own: newer than whatever the
        /// subscribers hold, so that they take it, whichever of its changes they have heard of before.
        std::vector<Event> events;
        /// The newest row of them, where the next part begins; nullopt if there was none.
        std::optional<Uuid> last;
    };

    /// The oldest `limit` rows after `after` that were made before `made_before`, in one transaction at `now`.
    Leftovers leftovers(const Uuid& after, Time made_before, std::size_t limit, Time now);

    /// Takes out the rows of what the broker has, and records the changes for those who ask what changed in a chat, in
    /// one transaction. Rows that are gone already are no error.
    void settle(std::span<const Told> told);

  private:
    static Leftovers read(Session& session, const Uuid& after, Time made_before, std::size_t limit);
    void retell(Session& session, std::vector<Event>& events, Time now) const;

    Session session_;
    Window window_;
    std::chrono::microseconds event_interval_;
};

}  // namespace likes::store
