#include "store/kept_lease.hpp"

#include <utility>

namespace likes::store {

KeptLease::KeptLease(Lease lease, std::chrono::milliseconds interval, SteadyClock clock)
    : lease_{std::move(lease)}, interval_{interval}, clock_{std::move(clock)} {}

bool KeptLease::is_held() {
    if (const auto now = clock_(); now >= due_at_) {
        is_held_ = lease_.acquire();
        due_at_ = now + interval_;
    }
    return is_held_;
}

}  // namespace likes::store
