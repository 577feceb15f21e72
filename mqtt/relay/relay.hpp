#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "publishing/mqtt_client.hpp"
#include "publishing/outbox.hpp"
#include "runtime/config.hpp"
#include "store/lease.hpp"

namespace likes::relay {

/// Publishes the events that handlers left in the outbox because they died or because the broker was away. Several
/// relays may run; only the one that holds the lease works. Everything it does may be done twice without harm.
class Relay {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database or the broker is not there.
    Relay(const runtime::Config& config, Clock clock);

    /// Publishes the rows that are old enough, part by part, and takes out what the broker acknowledged. While the
    /// broker is away, records at least what changed, for clients that ask and for the feed. Throws what the store
    /// throws; the next sweep starts anew.
    void sweep();

    /// Ends a running sweep after its current part. From any thread.
    void stop() { stopping_ = true; }

    /// Releases the lease, so that another relay takes over at once. Throws what the store throws; then the lease ends
    /// by itself.
    void release() { lease_.release(); }

  private:
    void record(Time made_before);
    /// The rows after `last` that were made before that moment. Returns how many events were published.
    std::size_t sweep(Uuid last, Time made_before);

    std::chrono::milliseconds min_age_;
    Clock clock_;
    store::Lease lease_;
    publishing::Outbox outbox_;
    publishing::MqttClient broker_;
    std::atomic<bool> stopping_ = false;
    std::chrono::steady_clock::time_point next_look_ahead_{};
};

}  // namespace likes::relay
