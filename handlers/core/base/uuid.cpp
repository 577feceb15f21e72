#include "base/uuid.hpp"

#include <cstring>

#include "base/text.hpp"

namespace likes {
namespace {

constexpr std::size_t kTextLength = 36;
constexpr std::size_t kDigits = 32;

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
    std::array<char, kDigits> digits{};
    std::size_t count = 0;
    for (std::size_t i = 0; i < kTextLength; ++i) {
        if (!is_hyphen_position(i)) {
            digits.at(count++) = text[i];
        } else if (text[i] != '-') {
            return std::nullopt;
        }
    }
    return parse_hex({digits.data(), digits.size()});
}

std::optional<Uuid> Uuid::parse_hex(std::string_view digits) {
    if (digits.size() != kDigits) return std::nullopt;
    Bytes bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = hex_value(digits[2 * i]);
        const int low = hex_value(digits[2 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes.at(i) = static_cast<std::uint8_t>(16 * high + low);
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
    std::string text = to_hex();
    for (const std::size_t position : {8U, 13U, 18U, 23U}) text.insert(position, 1, '-');
    return text;
}

std::string Uuid::to_hex() const {
    return likes::to_hex({reinterpret_cast<const char*>(bytes_.data()), bytes_.size()});
}

}  // namespace likes

std::size_t std::hash<likes::Uuid>::operator()(const likes::Uuid& id) const noexcept {
    return std::hash<std::string_view>{}({reinterpret_cast<const char*>(id.bytes().data()), id.bytes().size()});
}
