#pragma once

#include <cstddef>

#include "base/steady_clock.hpp"

namespace likes {

/// Keeps work to a share of the time: after each part of it comes a rest, the longer the more time the part took. So
/// work that waits for a busy database asks less of it. Rests that are put off add up, so the share holds in the long
/// run. It waits for nobody: who works asks whether it may go on, and otherwise comes back later. For one thread.
class DutyCycle {
  public:
    /// `percent` of the time is for work, from 1 to 100.
    DutyCycle(std::size_t percent, SteadyClock clock);

    /// The rests after all parts are over.
    bool may_go_on() const;

    /// How long until they are; zero or less if they are over.
    SteadyTime::duration rest() const;

    /// Call after a part: it took from then until now.
    void worked_since(SteadyTime begin);

  private:
    std::size_t percent_;
    SteadyClock clock_;
    SteadyTime rests_until_{};
};

}  // namespace likes
