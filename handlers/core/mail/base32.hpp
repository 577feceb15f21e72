#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace likes::mail {

/// Base32 (RFC 4648 section 6) in lower case without padding: for what mail servers may write in another letter case.
std::string base32_encode(std::string_view bytes);

/// The bytes, in either letter case; nullopt for what base32_encode would not have written.
std::optional<std::string> base32_decode(std::string_view text);

}  // namespace likes::mail
