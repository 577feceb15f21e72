#pragma once

#include <span>
#include <vector>

#include "likes/event.hpp"

namespace likes::store {

/// Where the DelayedPublisher gets delayed events when they are due. An interface, so that a test needs no database.
class DueEvents {
  public:
    struct Taken {
        /// To be published now. Their rows are in the outbox.
        std::vector<Event> events;
        /// Targets that are not due after all, because another process has published an event of theirs in between.
        std::vector<PendingEvent> delayed;
    };

    virtual ~DueEvents() = default;

    /// Takes the events of the targets that are due and that still have unpublished changes. Throws what
    /// database::Session::transaction throws.
    virtual Taken take_due(std::span<const PendingEvent> pending) = 0;
};

}  // namespace likes::store
