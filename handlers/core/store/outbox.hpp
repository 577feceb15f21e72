#pragma once

#include <optional>
#include <vector>

#include "ids/uuid.hpp"
#include "likes/event.hpp"
#include "likes/summary.hpp"
#include "store/session.hpp"

namespace likes::store {

/// The changes that are committed and perhaps not published yet.
class Outbox {
  public:
    Outbox(Session session, Window window) : session_{std::move(session)}, window_{window} {}

    /// A part of what is left in the outbox.
    struct Leftovers {
        /// One event per subject, with the snapshot of now.
        std::vector<Event> events;
        /// The newest row of them, where the next part begins; nullopt if there was none.
        std::optional<Uuid> last;
    };

    /// The oldest `limit` rows after `after` that were made before `made_before`.
    Leftovers leftovers(const Uuid& after, Time made_before, std::size_t limit);

    /// Deletes rows whose events the broker has. Rows that are gone already are no error.
    void remove(std::vector<Uuid> ids);

  private:
    Session session_;
    Window window_;
};

}  // namespace likes::store
