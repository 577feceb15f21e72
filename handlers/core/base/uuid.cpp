#include "base/uuid.hpp"

#include <cstring>

namespace likes {
namespace {

constexpr std::size_t kTextLength = 36;

constexpr bool is_hyphen_position(std::size_t i) {
    return i == 8 || i == 13 || i == 18 || i == 23;
}

constexpr int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::optional<Uuid> Uuid::parse(std::string_view text) {
    if (text.size() != kTextLength) return std::nullopt;
    Bytes bytes{};
    std::size_t nibble = 0;
    for (std::size_t i = 0; i < kTextLength; ++i) {
        if (is_hyphen_position(i)) {
            if (text[i] != '-') return std::nullopt;
            continue;
        }
        const int value = hex_value(text[i]);
        if (value < 0) return std::nullopt;
        auto& byte = bytes.at(nibble / 2);
        byte = static_cast<std::uint8_t>((static_cast<unsigned>(byte) << 4U) | static_cast<unsigned>(value));
        ++nibble;
    }
    return Uuid{bytes};
}

std::optional<Uuid> Uuid::from_bytes(std::string_view bytes) {
    Bytes copy{};
    if (bytes.size() != copy.size()) return std::nullopt;
    std::memcpy(copy.data(), bytes.data(), copy.size());
    return Uuid{copy};
}

std::string Uuid::to_string() const {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text(kTextLength, '-');
    std::size_t nibble = 0;
    for (std::size_t i = 0; i < kTextLength; ++i) {
        if (is_hyphen_position(i)) continue;
        const unsigned byte = bytes_.at(nibble / 2);
        text[i] = kDigits[nibble % 2 == 0 ? byte >> 4U : byte & 0x0FU];
        ++nibble;
    }
    return text;
}

std::string Uuid::to_hex() const {
    std::string hex = to_string();
    std::erase(hex, '-');
    return hex;
}

}  // namespace likes

std::size_t std::hash<likes::Uuid>::operator()(const likes::Uuid& id) const noexcept {
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(id.bytes().data()), id.bytes().size()});
}
