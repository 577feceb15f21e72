#include "base/duty_cycle.hpp"

#include <algorithm>
#include <utility>

namespace likes {

namespace {

constexpr std::size_t kWholeTime = 100;

}  // namespace

DutyCycle::DutyCycle(std::size_t percent, SteadyClock clock) : percent_{percent}, clock_{std::move(clock)} {}

bool DutyCycle::may_go_on() const {
    return rest() <= SteadyTime::duration::zero();
}

SteadyTime::duration DutyCycle::rest() const {
    return rests_until_ - clock_();
}

void DutyCycle::worked_since(SteadyTime begin) {
    const auto now = clock_();
    const auto share = static_cast<SteadyTime::duration::rep>(percent_);
    rests_until_ = std::max(rests_until_, now) +
                   (now - begin) * (static_cast<SteadyTime::duration::rep>(kWholeTime) - share) / share;
}

}  // namespace likes
