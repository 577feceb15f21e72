#include "api/cursor.hpp"

#include "auth/base64url.hpp"

namespace likes::api {
namespace {

constexpr std::size_t kBytes = sizeof(std::uint64_t);

}  // namespace

std::string format_cursor(std::uint64_t version) {
    std::string bytes(kBytes, '\0');
    for (std::size_t i = 0; i < kBytes; ++i) bytes[i] = static_cast<char>(version >> (8 * (kBytes - 1 - i)));
    return auth::base64url_encode(bytes);
}

std::optional<std::uint64_t> parse_cursor(std::string_view text) {
    const auto bytes = auth::base64url_decode(text);
    if (!bytes || bytes->size() != kBytes) return std::nullopt;
    std::uint64_t version = 0;
    for (const char byte : *bytes) version = (version << 8U) | static_cast<unsigned char>(byte);
    return version;
}

}  // namespace likes::api
