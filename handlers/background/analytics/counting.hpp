#pragma once

#include <atomic>

#include "analytics/pace.hpp"
#include "base/steady_clock.hpp"
#include "runtime/config.hpp"
#include "store/analytics/feed_counter.hpp"
#include "store/kept_lease.hpp"

namespace likes::background {

/// Counts what the feed brings, no faster than the option analytics-changes-per-second says: so it may lag behind, and
/// never presses on the likes. Several processes may run; only the one that holds the lease works, and two would do no
/// harm.
class Counting {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database is not there.
    Counting(const runtime::Config& config, SteadyClock clock);

    /// Counts what waits, until nothing does or the pace has to be kept. Throws what the store throws; the next run
    /// goes on.
    void run_once();

    /// Ends a run after its current part. From any thread.
    void stop() { stopping_ = true; }

    /// Releases the lease, so that another process takes over at once. Throws what the store throws; then the lease
    /// ends by itself.
    void release() { lease_.release(); }

  private:
    bool may_work();
    static void report(const store::CountedPart& part);

    store::KeptLease lease_;
    store::FeedCounter counter_;
    bool has_begun_ = false;
    analytics::Pace pace_;
    std::atomic<bool> stopping_ = false;
};

}  // namespace likes::background
