#pragma once

#include <cstddef>
#include <functional>

#include "config/config.hpp"
#include "events/delivery.hpp"
#include "store/lease.hpp"
#include "store/outbox.hpp"
#include "time/time.hpp"

namespace likes::relay {

/// Publishes what handlers left in the outbox: because they died, because the broker was away. Several may run; the one
/// that holds the lease works. Everything it does may be done twice without harm.
class Relay {
  public:
    /// True if the process shall end: asked between the parts of a long sweep.
    using StopRequested = std::function<bool()>;

    /// Throws std::runtime_error if a secret cannot be read; never because the database or the broker is not there.
    Relay(const config::Config& config, Clock clock);

    /// One look at the outbox: publishes what is old enough, part by part, and deletes what the broker acknowledged.
    /// Returns the number of events that the broker has now. Throws what the store throws; the next sweep starts anew.
    std::size_t sweep(const StopRequested& stop_requested);

    /// Lets another relay have the work at once, if the database can be told.
    void release();

  private:
    config::Relay settings_;
    Clock clock_;
    store::Lease lease_;
    store::Outbox outbox_;
    events::Delivery delivery_;
};

}  // namespace likes::relay
