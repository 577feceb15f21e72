#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace likes::api {

/// Where a page of likers ended, as an opaque text: the version, base64url. Clients only hand it back.
std::string format_cursor(std::uint64_t version);

/// Reads what format_cursor wrote; nullopt for anything else.
std::optional<std::uint64_t> parse_cursor(std::string_view text);

}  // namespace likes::api
