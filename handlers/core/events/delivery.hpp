#pragma once

#include <chrono>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "client/client.hpp"
#include "likes/event.hpp"
#include "likes/told.hpp"

namespace likes::events {

/// Sends events to the broker and keeps the account of which outbox rows may go. Thread-safe.
class Delivery {
  public:
    explicit Delivery(mqtt::ClientSettings broker);

    bool is_connected() const { return client_.is_connected(); }

    /// Hands the event to the broker. False if it was not taken; its rows then stay in the outbox.
    bool send(const Event& event);

    /// What the broker has acknowledged since the last call.
    std::vector<Told> take_acknowledged();

    /// Waits until the broker has answered everything that was sent. False if that takes longer than `patience`.
    bool wait_until_answered(std::chrono::milliseconds patience) { return client_.wait_until_answered(patience); }

  private:
    void answered(mqtt::Client::Token token, bool accepted);

    std::mutex mutex_;
    mqtt::Client::Token next_token_ = 1;
    std::unordered_map<mqtt::Client::Token, Told> in_flight_;
    std::vector<Told> acknowledged_;

    // Calls answered(), so it starts last and ends first.
    mqtt::Client client_;
};

}  // namespace likes::events
