#include "analytics/pace.hpp"

#include <algorithm>

namespace likes::analytics {

bool Pace::may_go_on() const {
    return clock_() >= paid_at_;
}

void Pace::spend(std::size_t items) {
    const std::chrono::duration<double> price{static_cast<double>(items) / static_cast<double>(per_second_)};
    paid_at_ = std::max(paid_at_, clock_() - kCatchUp) + std::chrono::duration_cast<SteadyTime::duration>(price);
}

}  // namespace likes::analytics
