#include "support/web_socket.hpp"

#include <array>
#include <stdexcept>

#include "support/stack.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

// Packet types of MQTT 5, section 2.1.2.
constexpr unsigned kConnect = 1;
constexpr unsigned kConnack = 2;
constexpr unsigned kPublish = 3;
constexpr unsigned kPuback = 4;
constexpr unsigned kSubscribe = 8;
constexpr unsigned kSuback = 9;
constexpr unsigned kPingreq = 12;
constexpr unsigned kPingresp = 13;

// The properties that a PUBLISH of ours has (section 3.3.2.3).
constexpr unsigned kContentType = 0x03;
constexpr unsigned kUserProperty = 0x26;

void require_web_socket(bool condition, const std::string& what) {
    if (!condition) throw std::runtime_error{"WebSocket: " + what};
}

std::string number16(std::size_t value) {
    return {static_cast<char>(value >> 8U), static_cast<char>(value)};
}

std::string with_length(std::string_view text) {
    return number16(text.size()).append(text);
}

/// Reads the fields of a packet from the front.
class Fields {
  public:
    explicit Fields(std::string_view bytes) : bytes_{bytes} {}

    std::string_view take(std::size_t count) {
        require_web_socket(count <= bytes_.size(), "a packet ends too early");
        const auto head = bytes_.substr(0, count);
        bytes_.remove_prefix(count);
        return head;
    }

    std::size_t number(std::size_t bytes) {
        std::size_t value = 0;
        for (const char byte : take(bytes)) value = (value << 8U) | static_cast<unsigned char>(byte);
        return value;
    }

    std::string_view text() { return take(number(2)); }

    std::size_t variable_number() {
        std::size_t value = 0;
        for (unsigned shift = 0;; shift += 7) {
            const std::size_t byte = number(1);
            value |= (byte & 0x7fU) << shift;
            if (byte < 0x80U) return value;
        }
    }

    std::string_view rest() { return take(bytes_.size()); }
    bool empty() const { return bytes_.empty(); }

  private:
    std::string_view bytes_;
};

void read_properties(std::string_view properties, Delivered& message) {
    Fields fields{properties};
    while (!fields.empty()) {
        const std::size_t id = fields.number(1);
        require_web_socket(id == kContentType || id == kUserProperty,
                           "a PUBLISH has a property that the tests do not expect");
        if (id == kContentType) {
            message.content_type = fields.text();
        } else {
            const std::string name{fields.text()};
            message.user_properties[name] = fields.text();
        }
    }
}

}  // namespace

MqttOverWebSocket::MqttOverWebSocket(const std::string& origin, const std::string& from)
    : connection_{stack().http_port, from} {
    // A page of the site has the server's own name.
    const std::string host = origin.empty() ? "127.0.0.1" : origin.substr(origin.find("//") + 2);
    std::string request =
        "GET /mqtt HTTP/1.1\r\nHost: " + host +
        "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: mqtt\r\n";
    if (!origin.empty()) request += "Origin: " + origin + "\r\n";
    connection_.write(request + "\r\n");
    handshake_ = connection_.read_through("\r\n\r\n");
    require_web_socket(handshake_.starts_with("HTTP/1.1 101 "), handshake_.substr(0, handshake_.find('\r')));
}

int MqttOverWebSocket::connect(const BrokerLogin& login) {
    constexpr char kVersion = 5;
    constexpr unsigned kCleanStartWithUserAndPassword = 0xc2;
    std::string body = with_length("MQTT");
    body += kVersion;
    body += static_cast<char>(kCleanStartWithUserAndPassword);
    body += number16(60);  // keep-alive
    body += '\0';          // no properties
    body += with_length("test-" + unique_uuid());
    body += with_length(login.user) + with_length(login.password);
    send(kConnect, 0, body);
    return static_cast<unsigned char>(receive(kConnack).body.at(1));
}

int MqttOverWebSocket::subscribe(const std::string& topic) {
    constexpr char kQos1 = 1;
    std::string body = number16(1);
    body += '\0';  // no properties
    body += with_length(topic);
    body += kQos1;
    send(kSubscribe, 2, body);
    return static_cast<unsigned char>(receive(kSuback).body.back());
}

void MqttOverWebSocket::ping() {
    send(kPingreq, 0, {});
    receive(kPingresp);
}

Delivered MqttOverWebSocket::next_message() {
    const Packet packet = receive(kPublish);
    Fields fields{packet.body};
    Delivered message;
    message.qos = static_cast<int>((packet.flags >> 1U) & 3U);
    message.retained = (packet.flags & 1U) != 0;
    message.topic = fields.text();
    const std::string packet_id{message.qos > 0 ? fields.take(2) : std::string_view{}};
    read_properties(fields.take(fields.variable_number()), message);
    message.payload = fields.rest();
    if (message.qos > 0) send(kPuback, 0, packet_id);
    return message;
}

void MqttOverWebSocket::send(unsigned type, unsigned flags, std::string_view body) {
    std::string packet{static_cast<char>((type << 4U) | flags)};
    constexpr std::size_t kMore = 0x80;
    for (std::size_t rest = body.size(); packet.size() == 1 || rest > 0; rest /= kMore) {
        packet += static_cast<char>(rest % kMore | (rest >= kMore ? kMore : 0));
    }
    packet += body;

    // One final binary frame, masked as a client's frames must be.
    constexpr std::array<char, 4> kMask{0x12, 0x34, 0x56, 0x78};
    std::string frame{static_cast<char>(0x82)};
    frame += static_cast<char>(0x80 | 126);
    frame += number16(packet.size());
    frame.append(kMask.begin(), kMask.end());
    for (std::size_t i = 0; i < packet.size(); ++i) frame += static_cast<char>(packet[i] ^ kMask[i % kMask.size()]);
    connection_.write(frame);
}

MqttOverWebSocket::Packet MqttOverWebSocket::receive(unsigned type) {
    const unsigned first = static_cast<unsigned char>(take(1).front());
    std::size_t length = 0;
    for (unsigned shift = 0;; shift += 7) {
        const auto byte = static_cast<unsigned char>(take(1).front());
        length |= (byte & std::size_t{0x7f}) << shift;
        if (byte < 0x80U) break;
    }
    Packet packet{first >> 4U, first & 0xfU, take(length)};
    require_web_socket(packet.type == type, "the broker sent a packet of type " + std::to_string(packet.type) +
                                                ", not " + std::to_string(type));
    return packet;
}

std::string MqttOverWebSocket::read_frame() {
    const std::string head = connection_.read(2);
    constexpr unsigned kBinary = 2;
    require_web_socket((static_cast<unsigned char>(head[0]) & 0xfU) <= kBinary, "the broker sent a frame without data");
    std::size_t length = static_cast<unsigned char>(head[1]);
    require_web_socket(length < 128, "the broker masked a frame");
    if (length == 126) length = Fields{connection_.read(2)}.number(2);
    if (length == 127) length = Fields{connection_.read(8)}.number(8);
    return connection_.read(length);
}

std::string MqttOverWebSocket::take(std::size_t count) {
    while (pending_.size() < count) pending_ += read_frame();
    std::string bytes = pending_.substr(0, count);
    pending_.erase(0, count);
    return bytes;
}

}  // namespace likes::test
