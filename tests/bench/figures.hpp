#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace likes::bench {

using SteadyTime = std::chrono::steady_clock::time_point;
using Milliseconds = std::chrono::duration<double, std::milli>;

/// The number with so many digits behind the point.
std::string fixed(double number, int digits);

/// One thing that was measured once.
struct Value {
    std::string name;
    double value;
};

/// What one measurement came to, in the order in which it is to be read.
using Values = std::vector<Value>;

/// Throws std::runtime_error if there is none of that name.
double value_of(const Values& values, const std::string& name);

/// What calls along the walk (calls.lua) came to.
struct Calls {
    Values values;
    /// Answered ones.
    std::size_t requests = 0;
    /// Where in the walk they have ended.
    std::size_t place = 0;
};

/// Durations of calls, in no order.
class Durations {
  public:
    void add(Milliseconds duration) { values_.push_back(duration.count()); }
    void add(const Durations& others) { values_.insert(values_.end(), others.values_.begin(), others.values_.end()); }
    std::size_t size() const { return values_.size(); }

    /// In milliseconds, for a share from 0 to 1. Throws std::runtime_error if there is none.
    double percentile(double share) const;

    /// Appends PREFIX`p50_ms` and PREFIX`p99_ms`.
    void append_to(Values& values, const std::string& prefix = {}) const;

  private:
    std::vector<double> values_;
};

}  // namespace likes::bench
