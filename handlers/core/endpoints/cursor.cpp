#include "endpoints/cursor.hpp"

#include "base/base64url.hpp"

namespace likes::endpoints {
namespace {

constexpr std::size_t kNumberBytes = sizeof(std::uint64_t);
constexpr std::size_t kUuidBytes = 16;

std::string to_bytes(std::uint64_t number) {
    std::string bytes(kNumberBytes, '\0');
    for (std::size_t i = 0; i < kNumberBytes; ++i) {
        bytes[i] = static_cast<char>(number >> (8 * (kNumberBytes - 1 - i)));
    }
    return bytes;
}

std::string to_bytes(const Uuid& id) {
    return {reinterpret_cast<const char*>(id.bytes().data()), id.bytes().size()};
}

std::uint64_t to_number(std::string_view bytes) {
    std::uint64_t number = 0;
    for (const char byte : bytes) number = (number << 8U) | static_cast<unsigned char>(byte);
    return number;
}

}  // namespace

web::Problem bad_cursor() {
    return {400, "The cursor is not one of this service, or of a state that it no longer has."};
}

std::string format_cursor(std::uint64_t version) {
    return base64url_encode(to_bytes(version));
}

std::optional<std::uint64_t> parse_cursor(std::string_view text) {
    const auto bytes = base64url_decode(text);
    if (!bytes || bytes->size() != kNumberBytes) return std::nullopt;
    return to_number(*bytes);
}

std::string format_changes_cursor(const ChangesCursor& cursor) {
    return base64url_encode(to_bytes(cursor.sequence) + to_bytes(cursor.message));
}

std::optional<ChangesCursor> parse_changes_cursor(std::string_view text) {
    const auto decoded = base64url_decode(text);
    if (!decoded || decoded->size() != kNumberBytes + kUuidBytes) return std::nullopt;
    const std::string_view bytes = *decoded;
    return ChangesCursor{to_number(bytes.substr(0, kNumberBytes)), *Uuid::from_bytes(bytes.substr(kNumberBytes))};
}

std::uint64_t require_cursor(std::string_view text) {
    const auto version = parse_cursor(text);
    if (!version) throw bad_cursor();
    return *version;
}

ChangesCursor require_changes_cursor(std::string_view text) {
    const auto cursor = parse_changes_cursor(text);
    if (!cursor) throw bad_cursor();
    return *cursor;
}

}  // namespace likes::endpoints
