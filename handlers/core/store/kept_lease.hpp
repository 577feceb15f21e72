#pragma once

#include <chrono>

#include "base/steady_clock.hpp"
#include "store/lease.hpp"

namespace likes::store {

/// A lease that is renewed, or asked for, at an interval: much shorter than it lasts, and not at every question, as
/// each renewal is a commit. For one thread.
class KeptLease {
  public:
    KeptLease(Lease lease, std::chrono::milliseconds interval, SteadyClock clock);

    /// Whether it was this process's when it was last asked for. Throws what Lease::acquire throws; then it is asked
    /// for again the next time.
    bool is_held();

    /// Ends the lease, so that another process can take it at once. Throws what Lease::release throws.
    void release() { lease_.release(); }

  private:
    Lease lease_;
    std::chrono::milliseconds interval_;
    SteadyClock clock_;
    bool is_held_ = false;
    SteadyTime due_at_{};
};

}  // namespace likes::store
