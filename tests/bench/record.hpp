#pragma once

#include <optional>
#include <string>
#include <vector>

#include "goals.hpp"

namespace likes::bench {

/// The values of one figure, by round.
struct Series {
    std::string scenario;
    std::string circumstances;
    std::string contestant;
    std::string name;
    std::vector<double> rounds;

    bool is(const Figure& figure) const;
    bool has_same_contestant(const Series& other) const;
    double median() const;
};

/// All figures of a run, in the order in which they were first measured.
class Record {
  public:
    void put(const Figure& figure, double value);

    const std::vector<Series>& all() const { return all_; }

    /// nullopt if it was not measured.
    std::optional<double> median(const Figure& figure) const;

  private:
    std::vector<Series> all_;
};

}  // namespace likes::bench
