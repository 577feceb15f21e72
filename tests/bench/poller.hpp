#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "figures.hpp"

namespace likes::bench {

/// Waits for many sockets in one thread.
class Poller {
  public:
    Poller();
    ~Poller();

    Poller(const Poller&) = delete;
    Poller& operator=(const Poller&) = delete;

    /// Calls `ready` whenever there is something to read.
    void watch(int descriptor, std::function<void()> ready);

    void forget(int descriptor) const;

    /// Serves until `is_done` or the deadline; false for the latter.
    bool run_until(
        SteadyTime deadline, const std::function<bool()>& is_done = [] { return false; }) const;

  private:
    int epoll_;
    std::vector<std::unique_ptr<std::function<void()>>> watchers_;
};

}  // namespace likes::bench
