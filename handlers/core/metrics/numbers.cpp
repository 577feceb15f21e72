#include "metrics/numbers.hpp"

#include <algorithm>

namespace likes::metrics {

void Numbers::count_request(int status, std::chrono::steady_clock::duration duration) noexcept {
    const auto* const known = std::find(kStatuses.begin(), kStatuses.end(), status);
    requests[static_cast<std::size_t>(known - kStatuses.begin())].add();
    const auto microseconds = std::chrono::duration_cast<std::chrono::microseconds>(duration).count();
    request_microseconds.observe(static_cast<std::uint64_t>(std::max<std::int64_t>(0, microseconds)));
}

void Numbers::reset_gauges() noexcept {
    for (Gauge* const gauge :
         {&lane_queue, &database_connections, &broker_clients, &broker_connections, &revocations_looked_at, &audited_at,
          &broker_sessions, &broker_revocations, &broker_admits_users}) {
        gauge->set(0);
    }
}

}  // namespace likes::metrics
