#pragma once

#include <chrono>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "likes/event.hpp"
#include "publishing/broker.hpp"

namespace likes::publishing {

/// Sends events to the broker, and keeps track of which rows of the outbox may be deleted. Thread-safe.
class Delivery {
  public:
    /// `broker` outlives it, and nothing else takes its answers.
    explicit Delivery(Broker& broker) : broker_{broker} {}

    bool is_connected() const { return broker_.is_connected(); }

    /// Hands the event to the broker. False if it was not taken, or is longer than kEventBytesMax; its rows then stay
    /// in the outbox.
    bool send(const Event& event);

    /// What the broker has acknowledged since the last call.
    std::vector<PublishedEvent> take_acknowledged();

    /// Waits until the broker has answered everything that was sent. False if that takes longer than `patience`.
    bool wait_until_answered(std::chrono::milliseconds patience) { return broker_.wait_until_answered(patience); }

  private:
    Broker& broker_;
    std::mutex mutex_;
    Broker::Token next_token_ = 1;
    std::unordered_map<Broker::Token, PublishedEvent> in_flight_;
};

}  // namespace likes::publishing
