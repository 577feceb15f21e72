#pragma once

#include "base/duty_cycle.hpp"
#include "base/steady_clock.hpp"
#include "runtime/config.hpp"
#include "store/lease.hpp"
#include "store/notices/retention.hpp"

namespace likes::background {

/// Deletes notices that are kept no longer (options notice-retention-days, notice-max-per-user), a part at a time with
/// long pauses. Several processes may run; only the one that holds the lease works.
class Tidying {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database is not there.
    Tidying(const runtime::Config& config, SteadyClock clock);

    /// Does the next part, if it is due. Throws what the store throws; the next run does the same part.
    void run_once();

    /// Releases the lease, so that another process takes over at once. Throws what the store throws; then the lease
    /// ends by itself.
    void release() { lease_.release(); }

  private:
    SteadyClock clock_;
    store::Lease lease_;
    store::NoticeRetention retention_;
    DutyCycle duty_;
    SteadyTime due_at_{};
};

}  // namespace likes::background
