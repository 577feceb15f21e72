#pragma once

#include <atomic>
#include <chrono>

#include "base/duty_cycle.hpp"
#include "base/steady_clock.hpp"
#include "runtime/config.hpp"
#include "store/kept_lease.hpp"
#include "store/notices/departures.hpp"
#include "store/notices/feed_consumer.hpp"
#include "store/notices/settling.hpp"

namespace likes::background {

/// Makes notices of what the feed brings, as soon as it is there and in a share of its time (option
/// notice-duty-percent), and withdraws those of deleted messages and of people who have left, at all times. Several
/// processes may run; only the one that holds the lease works, and two would do no harm.
class Consuming {
  public:
    /// How often run_once() is meant to be called. While nothing is new, a run is one statement that reads an index.
    static constexpr std::chrono::milliseconds kInterval{40};

    /// Throws std::runtime_error if a secret cannot be read; never because the database is not there.
    Consuming(const runtime::Config& config, SteadyClock clock);

    /// Deals with what waits, until nothing does or a rest is due. Throws what the store throws; the next run goes on.
    void run_once();

    /// Ends a run after its current part. From any thread.
    void stop() { stopping_ = true; }

    /// Releases the lease, so that another process takes over at once. Throws what the store throws; then the lease
    /// ends by itself.
    void release() { lease_.release(); }

  private:
    void consume();
    void withdraw_the_departed();
    static void count(const store::SettledNotices& settled);
    static void report(const store::ConsumedPart& part);

    SteadyClock clock_;
    store::KeptLease lease_;
    store::FeedConsumer consumer_;
    DutyCycle duty_;
    store::Departures departures_;
    SteadyTime departures_due_at_{};
    std::atomic<bool> stopping_ = false;
};

}  // namespace likes::background
