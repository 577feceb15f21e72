#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "support/broker_login.hpp"
#include "support/web_socket.hpp"

namespace likes::test {

/// A page that speaks MQTT 5 through nginx's /mqtt and wants to be heard, which MqttOverWebSocket has no words for.
class LoudPage {
  public:
    struct Will {
        std::string topic;
        std::string payload;
    };

    LoudPage();

    /// The reason code of CONNACK.
    int connect(const BrokerLogin& login, const std::optional<Will>& will = std::nullopt);
    /// The reason code of PUBACK.
    int publish(const std::string& topic, const std::string& payload);
    /// Ends the connection without a word in MQTT; returns when the broker has closed it.
    void vanish();

  private:
    void send(unsigned first_byte, std::string_view body);
    /// The body of the next packet, which has to begin with that byte.
    std::string receive(unsigned first_byte);

    TcpConnection connection_;
};

}  // namespace likes::test
