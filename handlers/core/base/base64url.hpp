#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace likes {

/// Bytes to base64url without padding (RFC 4648 section 5, RFC 7515 section 2). Empty in, empty out.
std::string base64url_encode(std::string_view bytes);

/// The bytes behind a base64url text without padding. nullopt for anything that base64url_encode would not have
/// written: '=', white space, '+' or '/', a length of 1 modulo 4, and unused bits that are not zero (RFC 4648
/// section 3.5). So one byte string has one text, and a token or a cursor cannot be respelled.
std::optional<std::string> base64url_decode(std::string_view text);

}  // namespace likes
