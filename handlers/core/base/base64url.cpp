#include "base/base64url.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace likes {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kNotInAlphabet = 0xFF;

constexpr std::array<std::uint8_t, 256> make_values() {
    std::array<std::uint8_t, 256> values{};
    for (auto& value : values) value = kNotInAlphabet;
    for (std::size_t i = 0; i < kAlphabet.size(); ++i) {
        values.at(static_cast<unsigned char>(kAlphabet[i])) = static_cast<std::uint8_t>(i);
    }
    return values;
}

constexpr auto kValues = make_values();

}  // namespace

std::string base64url_encode(std::string_view bytes) {
    std::string text;
    text.reserve((bytes.size() * 4 + 2) / 3);
    std::uint32_t bits = 0;
    unsigned pending = 0;
    for (const char byte : bytes) {
        bits = (bits << 8U) | static_cast<unsigned char>(byte);
        pending += 8;
        while (pending >= 6) {
            pending -= 6;
            text += kAlphabet[(bits >> pending) & 0x3FU];
        }
    }
    if (pending > 0) text += kAlphabet[(bits << (6 - pending)) & 0x3FU];
    return text;
}

std::optional<std::string> base64url_decode(std::string_view text) {
    if (text.size() % 4 == 1) return std::nullopt;
    std::string bytes;
    bytes.reserve(text.size() * 3 / 4);
    std::uint32_t bits = 0;
    unsigned pending = 0;
    for (const char c : text) {
        const std::uint8_t value = kValues.at(static_cast<unsigned char>(c));
        if (value == kNotInAlphabet) return std::nullopt;
        bits = (bits << 6U) | value;
        pending += 6;
        if (pending >= 8) {
            pending -= 8;
            bytes += static_cast<char>(static_cast<unsigned char>((bits >> pending) & 0xFFU));
        }
    }
    const std::uint32_t unused = bits & ((1U << pending) - 1U);
    if (unused != 0) return std::nullopt;
    return bytes;
}

}  // namespace likes
