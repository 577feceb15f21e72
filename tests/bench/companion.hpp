#pragma once

#include <atomic>
#include <future>

#include "poller.hpp"

namespace likes::bench {

/// Tells somebody who works in another thread to stop.
class StopRequest {
  public:
    StopRequest();
    ~StopRequest();

    StopRequest(const StopRequest&) = delete;
    StopRequest& operator=(const StopRequest&) = delete;

    /// From any thread.
    void send();

    /// From any thread.
    bool has_come() const { return has_come_; }

    /// A request ends what `poller` waits for. The poller is used no more when this goes.
    void wake(Poller& poller) const;

  private:
    int event_;
    std::atomic<bool> has_come_ = false;
};

/// Somebody who does something beside a load.
class Companion {
  public:
    virtual ~Companion() = default;

    /// Goes on until it is asked to stop. Throws std::runtime_error for what keeps it from going on.
    virtual void run(StopRequest& stop) = 0;
};

/// A companion that is running, in a thread of its own, until this ends or goes.
class RunningCompanion {
  public:
    /// `companion` outlives it.
    explicit RunningCompanion(Companion& companion)
        : done_{std::async(std::launch::async, [this, &companion] { companion.run(stop_); })} {}
    ~RunningCompanion() { stop_.send(); }

    RunningCompanion(const RunningCompanion&) = delete;
    RunningCompanion& operator=(const RunningCompanion&) = delete;

    /// Asks the companion to stop and waits until it has. Throws what it threw.
    void end() {
        stop_.send();
        done_.get();
    }

  private:
    StopRequest stop_;
    /// Waits for the thread when it goes.
    std::future<void> done_;
};

}  // namespace likes::bench
