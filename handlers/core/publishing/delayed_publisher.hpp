#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/time.hpp"
#include "likes/event.hpp"
#include "likes/reaction.hpp"
#include "publishing/publisher.hpp"
#include "store/due_events.hpp"

namespace likes::publishing {

/// Publishes the changes whose event was not due yet when they were committed (see likes::take_turn), as soon as it is
/// due. Several processes may have scheduled the same target: the first one publishes everything, the others find
/// nothing left. If that process fails or dies, the relay publishes. Thread-safe.
class DelayedPublisher {
  public:
    /// `publisher` outlives it.
    DelayedPublisher(std::unique_ptr<store::DueEvents> due_events, Clock clock, Publisher& publisher);
    ~DelayedPublisher();

    DelayedPublisher(const DelayedPublisher&) = delete;
    DelayedPublisher& operator=(const DelayedPublisher&) = delete;

    /// If a target is scheduled twice, the first entry counts: it is due no later.
    void schedule(const std::vector<PendingEvent>& events);

    /// Publishes the scheduled events when they are due, which is soon, and stops.
    void finish();

  private:
    void run();
    /// REQUIRES: mutex_ is held.
    std::vector<PendingEvent> take_due(Time now);
    void publish_due(const std::vector<PendingEvent>& due);

    const std::unique_ptr<store::DueEvents> due_events_;
    const Clock clock_;
    Publisher& publisher_;

    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    std::unordered_map<MessageReaction, PendingEvent> pending_;
    std::thread thread_;
};

}  // namespace likes::publishing
