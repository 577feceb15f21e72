#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "likes/event.hpp"
#include "publishing/broker.hpp"
#include "publishing/delivery.hpp"

namespace likes::publishing {

/// Publishes committed events in a thread of its own, so that no request waits for the broker. It drops events that it
/// cannot publish (no broker, too many in flight, a killed process): their rows are still in the outbox, and the relay
/// publishes them. Thread-safe.
class Publisher {
  public:
    /// `broker` outlives it, and nothing else takes its answers.
    explicit Publisher(Broker& broker);
    ~Publisher();

    Publisher(const Publisher&) = delete;
    Publisher& operator=(const Publisher&) = delete;

    /// Takes events and publishes them in this order. Never waits, and never throws: they are committed, so their
    /// callers must be answered whatever becomes of them here.
    void publish(std::vector<Event> events) noexcept;

    /// What the broker has acknowledged since the last call.
    std::vector<PublishedEvent> take_acknowledged() { return delivery_.take_acknowledged(); }

    /// Waits until everything that was taken is published and the broker has answered it all, at most for `patience`.
    void drain(std::chrono::milliseconds patience);

  private:
    /// False if they were not taken.
    bool enqueue(std::vector<Event>& events) noexcept;
    void run();

    Delivery delivery_;

    std::mutex mutex_;
    std::condition_variable changed_;
    bool stopping_ = false;
    bool sending_ = false;
    std::vector<Event> queue_;
    std::thread thread_;
};

}  // namespace likes::publishing
