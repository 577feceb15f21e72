#pragma once

#include <chrono>
#include <string_view>
#include <vector>

namespace likes::bench {

using SteadyTime = std::chrono::steady_clock::time_point;
using Milliseconds = std::chrono::duration<double, std::milli>;

/// Says one figure to scripts/bench: a line `figure NAME VALUE`.
void say_figure(std::string_view name, double value);

/// Durations of calls, in no order.
class Durations {
  public:
    void add(Milliseconds duration) { values_.push_back(duration.count()); }
    void add(const Durations& others) { values_.insert(values_.end(), others.values_.begin(), others.values_.end()); }
    std::size_t size() const { return values_.size(); }

    /// In milliseconds, for a share from 0 to 1. Throws std::runtime_error if there is none.
    double percentile(double share) const;

    /// Says PREFIX`p50_ms` and PREFIX`p99_ms`.
    void say(std::string_view prefix = {}) const;

  private:
    std::vector<double> values_;
};

}  // namespace likes::bench
