#pragma once

#include <chrono>
#include <cstddef>
#include <utility>

#include "base/steady_clock.hpp"

namespace likes::analytics {

/// Keeps work to so many items per second, in the long run. It waits for nobody: who works asks whether it may go on,
/// and otherwise comes back later. For one thread.
class Pace {
  public:
    /// Who comes back late, by up to this time, catches up. So a rate is reached by work that is begun at this
    /// interval.
    static constexpr std::chrono::milliseconds kCatchUp{200};

    /// `per_second` is at least 1.
    Pace(std::size_t per_second, SteadyClock clock) : per_second_{per_second}, clock_{std::move(clock)} {}

    /// The items that were done so far have been paid with time.
    bool may_go_on() const;

    /// Call when some items are done, as many as they may be.
    void spend(std::size_t items);

  private:
    std::size_t per_second_;
    SteadyClock clock_;
    /// By then everything is paid.
    SteadyTime paid_at_{};
};

}  // namespace likes::analytics
