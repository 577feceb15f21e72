#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "support/broker_login.hpp"
#include "support/event.hpp"
#include "support/tcp_connection.hpp"

/// A browser's way to the events, by hand: Debian's libmosquitto has no WebSocket.
namespace likes::test {

/// MQTT 5 in the binary frames of a WebSocket (RFC 6455) at nginx's /mqtt.
class MqttOverWebSocket {
  public:
    /// Opens the WebSocket as a page of `origin` would; an empty one sends no Origin. Throws std::runtime_error with
    /// the status line unless it is 101.
    explicit MqttOverWebSocket(const std::string& origin = {}, const std::string& from = "127.0.0.1");

    /// The lines of the answer that opened the WebSocket.
    const std::string& handshake() const { return handshake_; }

    /// Connects and returns the reason code of CONNACK.
    int connect(const BrokerLogin& login);
    /// Subscribes at QoS 1 and returns the reason code of SUBACK.
    int subscribe(const std::string& topic);
    /// Returns when the broker has answered. For a client that has subscribed to nothing.
    void ping();
    /// The next message; acknowledges it.
    Delivered next_message();

    /// See TcpConnection.
    int descriptor() const { return connection_.descriptor(); }
    bool has_more() const { return !pending_.empty() || connection_.has_more(); }

  private:
    struct Packet {
        unsigned type;
        unsigned flags;
        std::string body;
    };

    void send(unsigned type, unsigned flags, std::string_view body);
    Packet receive(unsigned type);
    std::string read_frame();
    std::string take(std::size_t count);

    TcpConnection connection_;
    std::string handshake_;
    /// Bytes of frames that no packet has taken yet: packets and frames need not end together.
    std::string pending_;
};

}  // namespace likes::test
