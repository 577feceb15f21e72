#include "loud_page.hpp"

#include <array>
#include <chrono>
#include <stdexcept>

#include "support/patience.hpp"
#include "support/stack.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

std::string number16(std::size_t value) {
    return {static_cast<char>(value >> 8U), static_cast<char>(value)};
}

std::string with_length(std::string_view text) {
    return number16(text.size()).append(text);
}

void require(bool condition, const std::string& what) {
    if (!condition) throw std::runtime_error{"WebSocket: " + what};
}

}  // namespace

LoudPage::LoudPage() : connection_{stack().http_port} {
    connection_.write(
        "GET /mqtt HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        "Sec-WebSocket-Protocol: mqtt\r\n\r\n");
    require(connection_.read_through("\r\n\r\n").starts_with("HTTP/1.1 101 "), "not opened");
}

int LoudPage::connect(const BrokerLogin& login, const std::optional<Will>& will) {
    constexpr unsigned kCleanStartWithUserAndPassword = 0xc2;
    constexpr unsigned kWillAtQos1 = 0x0c;
    std::string body = with_length("MQTT");
    body += '\x05';
    body += static_cast<char>(kCleanStartWithUserAndPassword | (will ? kWillAtQos1 : 0));
    body += number16(60);  // keep-alive
    body += '\0';          // no properties
    body += with_length("test-" + unique_uuid());
    if (will) {
        body += '\0';  // no properties
        body += with_length(will->topic) + with_length(will->payload);
    }
    body += with_length(login.user) + with_length(login.password);
    send(0x10, body);
    return static_cast<unsigned char>(receive(0x20).at(1));
}

int LoudPage::publish(const std::string& topic, const std::string& payload) {
    constexpr std::size_t kReason = 2;
    std::string body = with_length(topic) + number16(1);
    body += '\0';  // no properties
    send(0x32, body + payload);
    const auto answer = receive(0x40);
    return answer.size() > kReason ? static_cast<unsigned char>(answer[kReason]) : 0;
}

void LoudPage::vanish() {
    // A Close frame without a status: to MQTT, a connection that ends without a DISCONNECT.
    connection_.write({"\x88\x80\x12\x34\x56\x78", 6});
    const auto begin = std::chrono::steady_clock::now();
    try {
        while (true) connection_.read(1);
    } catch (const std::runtime_error&) {
        require(std::chrono::steady_clock::now() - begin < kPatience / 2, "the broker does not end the connection");
    }
}

void LoudPage::send(unsigned first_byte, std::string_view body) {
    constexpr std::size_t kMore = 0x80;
    std::string packet{static_cast<char>(first_byte)};
    for (std::size_t rest = body.size(); packet.size() == 1 || rest > 0; rest /= kMore) {
        packet += static_cast<char>(rest % kMore | (rest >= kMore ? kMore : 0));
    }
    packet += body;

    constexpr std::array<char, 4> kMask{0x12, 0x34, 0x56, 0x78};
    std::string frame{static_cast<char>(0x82), static_cast<char>(0x80 | 126)};
    frame += number16(packet.size());
    frame.append(kMask.begin(), kMask.end());
    for (std::size_t i = 0; i < packet.size(); ++i) frame += static_cast<char>(packet[i] ^ kMask[i % kMask.size()]);
    connection_.write(frame);
}

std::string LoudPage::receive(unsigned first_byte) {
    // The answers that are waited for are short, and each comes in a frame of its own.
    constexpr unsigned kShort = 126;
    const auto head = connection_.read(2);
    const auto length = static_cast<unsigned char>(head[1]);
    require(head[0] == static_cast<char>(0x82) && length >= 2 && length < kShort, "an unexpected frame");
    const auto packet = connection_.read(length);
    require(packet[0] == static_cast<char>(first_byte), "an unexpected packet");
    return packet.substr(2);
}

}  // namespace likes::test
