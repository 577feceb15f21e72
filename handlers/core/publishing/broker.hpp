#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace likes::publishing {

/// The broker, for whoever needs to know what became of a message. No function here waits for the network except
/// wait_until_answered(). An interface, so that a test can stand in for the broker. Thread-safe.
class Broker {
  public:
    virtual ~Broker() = default;

    virtual bool is_connected() const = 0;

    /// The number of connections so far. Another number means another connection, perhaps to a broker that has
    /// forgotten everything.
    virtual std::uint64_t connection() const = 0;

    /// Takes a message for publishing at QoS 1. False if it was not taken, because there is no connection or too many
    /// messages are not answered yet. A message that was taken is sent until a broker answers it, also over later
    /// connections.
    virtual bool publish(const std::string& topic, std::string payload) = 0;

    /// Sends a message over the connection of that number, and over no later one: what is lost with the connection
    /// stays lost (QoS 0). False if that connection has ended. The broker does not answer.
    virtual bool publish_once(std::uint64_t connection, const std::string& topic, std::string payload) = 0;

    /// Waits until every message that was taken is answered. False if that takes longer than `patience`.
    virtual bool wait_until_answered(std::chrono::milliseconds patience) = 0;

    /// How many messages that were taken since the last call the broker has refused, or could not be sent at all.
    virtual std::size_t take_failures() = 0;
};

}  // namespace likes::publishing
