#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <vector>

#include "base/steady_clock.hpp"
#include "base/time.hpp"
#include "likes/event.hpp"
#include "likes/reaction.hpp"
#include "publishing/publisher.hpp"
#include "store/due_events.hpp"

namespace likes::publishing {

/// Publishes the changes whose event was not due yet when they were committed (see likes::take_turn), as soon as it is
/// due. Several processes may have scheduled the same target: the first one publishes everything, the others find
/// nothing left. If that process fails or dies, the relay publishes. No event waits longer than the interval and the
/// second by which clocks may differ, whatever happens to the clock meanwhile. Thread-safe.
class DelayedPublisher {
  public:
    /// `clock` is the one that the events are due by, and `steady_clock` the one that it waits by. `interval` is the
    /// time between two events of a target. `publisher` outlives it.
    DelayedPublisher(std::unique_ptr<store::DueEvents> due_events, Clock clock, SteadyClock steady_clock,
                     std::chrono::microseconds interval, Publisher& publisher);
    ~DelayedPublisher();

    DelayedPublisher(const DelayedPublisher&) = delete;
    DelayedPublisher& operator=(const DelayedPublisher&) = delete;

    /// If a target is scheduled twice, the first entry counts: it is due no later. Never throws: what cannot be
    /// scheduled is left to the relay.
    void schedule(const std::vector<PendingEvent>& events) noexcept;

    /// Publishes the scheduled events when they are due, and stops.
    void finish();

  private:
    /// False if not all of them were taken.
    bool add(const std::vector<PendingEvent>& events) noexcept;
    void run();
    /// REQUIRES: mutex_ is held.
    std::vector<PendingEvent> take_due(SteadyTime now);
    void publish_due(const std::vector<PendingEvent>& due);

    const std::unique_ptr<store::DueEvents> due_events_;
    const Clock clock_;
    const SteadyClock steady_clock_;
    const std::chrono::microseconds longest_wait_;
    Publisher& publisher_;

    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    std::multimap<SteadyTime, PendingEvent> pending_;
    std::unordered_set<MessageReaction> scheduled_;  // The targets of pending_.
    std::thread thread_;
};

}  // namespace likes::publishing
