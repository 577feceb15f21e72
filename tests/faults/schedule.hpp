#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace likes::test {

/// Something that can be done to the service.
struct Fault {
    /// What it is done to. There is one fault at a time of each target.
    std::string target;
    std::string name;
    std::function<void()> begin;
    /// Empty: it is over when it has begun.
    std::function<void()> end = {};
    /// It lasts at least that long.
    std::chrono::milliseconds least{0};
};

/// Faults of random kinds, targets, moments and durations, several at a time. All of that is drawn from the seed,
/// before anything happens: the same seed and the same list of faults make the same schedule. What the processes are
/// just doing when a fault meets them is not in it, so a finding may need several runs to come back.
class Schedule {
  public:
    Schedule(std::uint64_t seed, std::vector<Fault> faults, std::chrono::milliseconds length);

    /// Does it all, and prints a line for each step. Whatever has begun has ended when it returns.
    void run() const;

    /// How many faults there are in it.
    std::size_t size() const;

  private:
    struct Step {
        std::chrono::milliseconds at;
        std::size_t fault;
        bool is_end;
    };

    void run(const Step& step) const;

    std::vector<Fault> faults_;
    std::vector<Step> steps_;
};

}  // namespace likes::test
