#include "mail/base32.hpp"

#include <cstdint>

namespace likes::mail {
namespace {

constexpr std::string_view kDigits = "abcdefghijklmnopqrstuvwxyz234567";
constexpr unsigned kBitsOfDigit = 5;
constexpr unsigned kBitsOfByte = 8;

}  // namespace

std::string base32_encode(std::string_view bytes) {
    std::string text;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char byte : bytes) {
        bits = (bits << kBitsOfByte) | static_cast<unsigned char>(byte);
        count += kBitsOfByte;
        while (count >= kBitsOfDigit) {
            count -= kBitsOfDigit;
            text += kDigits[(bits >> count) & 31U];
        }
    }
    if (count > 0) text += kDigits[(bits << (kBitsOfDigit - count)) & 31U];
    return text;
}

std::optional<std::string> base32_decode(std::string_view text) {
    std::string bytes;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const auto digit = kDigits.find(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
        if (digit == std::string_view::npos) return std::nullopt;
        bits = (bits << kBitsOfDigit) | static_cast<std::uint32_t>(digit);
        count += kBitsOfDigit;
        if (count >= kBitsOfByte) {
            count -= kBitsOfByte;
            bytes += static_cast<char>((bits >> count) & 255U);
        }
    }
    const bool is_whole = count < kBitsOfDigit && (bits & ((1U << count) - 1U)) == 0;
    if (!is_whole) return std::nullopt;
    return bytes;
}

}  // namespace likes::mail
