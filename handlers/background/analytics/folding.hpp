#pragma once

#include <chrono>

#include "base/duty_cycle.hpp"
#include "base/steady_clock.hpp"
#include "base/time.hpp"
#include "database/session.hpp"
#include "runtime/config.hpp"
#include "store/analytics/folder.hpp"
#include "store/lease.hpp"

namespace likes::background {

/// Folds the numbers that are older than they are kept (options analytics-retention-days, analytics-user-days), each
/// table once after each midnight (UTC), a part at a time with long pauses; and deletes lists that nobody wants any
/// more. Several processes may run; only the one that holds the lease works.
class Folding {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database is not there.
    Folding(const runtime::Config& config, Clock clock, SteadyClock steady_clock);

    /// Does the next part, if it is due. Throws what the store throws; the next run does the same part.
    void run_once();

    /// Releases the lease, so that another process takes over at once. Throws what the store throws; then the lease
    /// ends by itself.
    void release() { lease_.release(); }

  private:
    bool do_some();

    std::chrono::days quarters_kept_for_;
    std::chrono::days days_kept_for_;
    Clock clock_;
    SteadyClock steady_clock_;
    store::Lease lease_;
    store::Folder quarters_;
    store::Folder user_days_;
    database::Session rankings_;
    DutyCycle duty_;
    SteadyTime due_at_{};
};

}  // namespace likes::background
