#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "client/client.hpp"
#include "events/conflator.hpp"
#include "events/delivery.hpp"
#include "ids/uuid.hpp"
#include "likes/event.hpp"
#include "time/time.hpp"

namespace likes::events {

/// Publishes committed events, off the path of the requests. What it cannot publish (no broker, too much in flight, a
/// killed process) it forgets: the rows are still in the outbox, and the relay publishes them. Thread-safe.
class Publisher {
  public:
    Publisher(mqtt::ClientSettings broker, Clock clock);
    ~Publisher();

    Publisher(const Publisher&) = delete;
    Publisher& operator=(const Publisher&) = delete;

    /// Takes an event and publishes it in its turn. Never waits.
    void offer(Event event);

    /// The turn that this process has booked for `subject` and not used yet.
    std::optional<Time> turn_of(const Subject& subject) const;

    /// The outbox rows whose events the broker has acknowledged since the last call.
    std::vector<Uuid> take_acknowledged() { return delivery_.take_acknowledged(); }

    /// Publishes at once whatever still waits for its turn, and waits until the broker has answered it all, at most
    /// for `patience`.
    void drain(std::chrono::milliseconds patience);

  private:
    void run();
    void send(const std::vector<Event>& events);

    Clock clock_;
    Delivery delivery_;

    mutable std::mutex mutex_;
    std::condition_variable work_;
    bool stopping_ = false;
    Conflator conflator_;
    std::thread thread_;
};

}  // namespace likes::events
