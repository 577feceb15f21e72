#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace likes::publishing {

/// The broker: messages are published at QoS 1, and it acknowledges or refuses each, unless said otherwise. No function
/// here waits for the network except wait_until_answered(). An interface, so that a test can stand in for the broker.
/// Thread-safe.
class Broker {
  public:
    /// The caller's number for a message.
    using Token = std::uint64_t;
    /// User properties of a message, each a name and a value (MQTT 5.0, section 3.3.2.3.7).
    using UserProperties = std::vector<std::pair<std::string, std::string>>;

    /// The broker has acknowledged the message or, if not `accepted`, refused it.
    struct Answer {
        Token token;
        bool accepted;
    };

    virtual ~Broker() = default;

    virtual bool is_connected() const = 0;

    /// The number of connections so far. Another number means another connection, perhaps to a broker that has
    /// forgotten everything.
    virtual std::uint64_t connection() const = 0;

    /// Takes a message for publishing. False if it was not taken, because there is no connection or too many messages
    /// are in flight. A message that was taken is sent again after a lost connection, until the broker answers it.
    virtual bool publish(Token token, const std::string& topic, std::string_view payload,
                         const UserProperties& properties) = 0;

    /// Sends a message over the connection of that number, and over no later one: what is lost with the connection
    /// stays lost (QoS 0). False if that connection has ended. The broker does not answer.
    virtual bool publish_once(std::uint64_t connection, const std::string& topic, std::string_view payload) = 0;

    /// The answers since the last call. Only a bounded number of answers is kept between two calls.
    virtual std::vector<Answer> take_answers() = 0;

    /// Waits until every message that was taken is answered. False if that takes longer than `patience`.
    virtual bool wait_until_answered(std::chrono::milliseconds patience) = 0;
};

}  // namespace likes::publishing
