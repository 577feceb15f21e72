#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "support/broker_login.hpp"
#include "support/event.hpp"

/// A browser's way to the events, by hand: Debian's libmosquitto has no WebSocket.
namespace likes::test {

/// A TCP connection to a loopback port. Reads give up after a while, so that no test hangs.
class TcpConnection {
  public:
    explicit TcpConnection(int port);
    ~TcpConnection();

    TcpConnection(const TcpConnection&) = delete;
    TcpConnection& operator=(const TcpConnection&) = delete;

    void write(std::string_view bytes) const;
    /// Exactly that many bytes. Throws std::runtime_error if they do not come.
    std::string read(std::size_t count);
    /// Everything up to the end of `mark`.
    std::string read_through(std::string_view mark);

    /// To wait for bytes with poll and the like; `has_more` tells of those that have been taken from it already.
    int descriptor() const { return socket_; }
    bool has_more() const { return !received_.empty(); }

  private:
    void receive();

    int socket_;
    std::string received_;
};

/// MQTT 5 in the binary frames of a WebSocket (RFC 6455) at nginx's /mqtt.
class MqttOverWebSocket {
  public:
    /// Opens the WebSocket as a page of `origin` would; an empty one sends no Origin. Throws std::runtime_error with
    /// the status line unless it is 101.
    explicit MqttOverWebSocket(const std::string& origin = {});

    /// The lines of the answer that opened the WebSocket.
    const std::string& handshake() const { return handshake_; }

    /// Connects and returns the reason code of CONNACK.
    int connect(const BrokerLogin& login);
    /// Subscribes at QoS 1 and returns the reason code of SUBACK.
    int subscribe(const std::string& topic);
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
