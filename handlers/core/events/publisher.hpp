#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "client/client.hpp"
#include "events/delivery.hpp"
#include "likes/event.hpp"
#include "likes/told.hpp"

namespace likes::events {

/// Publishes committed events, off the path of the requests. What it cannot publish (no broker, too much in flight, a
/// killed process) it forgets: the rows are still in the outbox, and the relay publishes them. Thread-safe.
class Publisher {
  public:
    explicit Publisher(mqtt::ClientSettings broker);
    ~Publisher();

    Publisher(const Publisher&) = delete;
    Publisher& operator=(const Publisher&) = delete;

    /// Takes events and publishes them in this order. Never waits.
    void offer(std::vector<Event> events);

    /// What the broker has acknowledged since the last call.
    std::vector<Told> take_acknowledged() { return delivery_.take_acknowledged(); }

    /// Waits until everything that was offered is published and the broker has answered it all, at most for `patience`.
    void drain(std::chrono::milliseconds patience);

  private:
    void run();

    Delivery delivery_;

    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    bool sending_ = false;
    std::vector<Event> queue_;
    std::thread thread_;
};

}  // namespace likes::events
