#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

/// A broker that a test operates by hand: it reads and answers one packet of MQTT 5 after the other.
namespace likes::publishing::test {

/// A PUBLISH as the client has sent it.
struct Published {
    int qos = 0;
    /// The client has sent it before.
    bool again = false;
    std::uint16_t id = 0;
    std::string topic;
    /// As they are in the packet.
    std::string properties;
    std::string payload;
};

/// The broker's end of a connection. Owned by the thread of the test. Whatever takes too long throws.
class BrokerEnd {
  public:
    explicit BrokerEnd(int socket) : socket_{socket} {
        if (socket_ < 0) throw std::runtime_error{"nobody connects"};
    }
    ~BrokerEnd() { close(socket_); }
    BrokerEnd(const BrokerEnd&) = delete;
    BrokerEnd& operator=(const BrokerEnd&) = delete;

    /// Reads the CONNECT and answers it.
    void let_in(std::uint8_t reason = 0) {
        read_packet(0x10);
        const char answer[] = {0x20, 3, 0, static_cast<char>(reason), 0};
        write({answer, sizeof answer});
    }

    /// Reads a packet, which must be a PUBLISH.
    Published read_publish() {
        auto [flags, rest] = read_packet(0x30);
        Published message{(flags >> 1) & 3, (flags & 8) != 0, 0, {}, {}, {}};
        std::string_view text{rest};
        message.topic = cut(text, number(text));
        if (message.qos > 0) message.id = number(text);
        message.properties = cut(text, static_cast<std::uint8_t>(cut(text, 1)[0]));
        message.payload = text;
        return message;
    }

    void answer(const Published& message, std::uint8_t reason = 0) {
        const char packet[] = {0x40, 3, static_cast<char>(message.id >> 8), static_cast<char>(message.id & 0xff),
                               static_cast<char>(reason)};
        write({packet, sizeof packet});
    }

    void read_disconnect() { read_packet(0xe0); }

    /// What the client has not read is lost with the connection.
    void reset() {
        const linger at_once{1, 0};
        setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
        shutdown(socket_, SHUT_RDWR);
    }

  private:
    static std::uint16_t number(std::string_view& text) {
        const auto bytes = cut(text, 2);
        return static_cast<std::uint16_t>(static_cast<std::uint8_t>(bytes[0]) << 8 |
                                          static_cast<std::uint8_t>(bytes[1]));
    }

    static std::string cut(std::string_view& text, std::size_t size) {
        std::string head{text.substr(0, size)};
        text.remove_prefix(size);
        return head;
    }

    void write(std::string_view bytes) {
        if (send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) != static_cast<ssize_t>(bytes.size())) {
            throw std::runtime_error{"the client does not read"};
        }
    }

    std::string read(std::size_t size) {
        std::string bytes(size, '\0');
        for (std::size_t done = 0; done < size;) {
            pollfd waiting{socket_, POLLIN, 0};
            if (poll(&waiting, 1, 20'000) <= 0) throw std::runtime_error{"the client sends nothing"};
            const auto count = recv(socket_, bytes.data() + done, size - done, 0);
            if (count <= 0) throw std::runtime_error{"the client has gone"};
            done += static_cast<std::size_t>(count);
        }
        return bytes;
    }

    /// The flags and what follows the length of a packet of that type.
    std::pair<int, std::string> read_packet(int type) {
        const int first = static_cast<std::uint8_t>(read(1)[0]);
        std::size_t size = 0;
        for (int shift = 0, byte = 0x80; (byte & 0x80) != 0; shift += 7) {
            byte = static_cast<std::uint8_t>(read(1)[0]);
            size |= static_cast<std::size_t>(byte & 0x7f) << shift;
        }
        if ((first & 0xf0) != type) throw std::runtime_error{"another packet: " + std::to_string(first)};
        return {first & 0x0f, read(size)};
    }

    int socket_;
};

/// Listens on a free port.
class HandBroker {
  public:
    HandBroker() : socket_{socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
        // The connections hold little, so that a client notices soon when the test does not read.
        const int bytes = 4096;
        setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* const any = reinterpret_cast<sockaddr*>(&address);
        if (bind(socket_, any, size) != 0 || listen(socket_, 8) != 0 || getsockname(socket_, any, &size) != 0) {
            throw std::runtime_error{"no port is free"};
        }
        port_ = ntohs(address.sin_port);
    }
    ~HandBroker() { close(socket_); }
    HandBroker(const HandBroker&) = delete;
    HandBroker& operator=(const HandBroker&) = delete;

    int port() const { return port_; }

    /// Waits for the client, and returns the socket.
    int accept_client() const {
        pollfd waiting{socket_, POLLIN, 0};
        return poll(&waiting, 1, 20'000) == 1 ? accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC) : -1;
    }

  private:
    int socket_;
    int port_ = 0;
};

}  // namespace likes::publishing::test
