#pragma once

#include <optional>
#include <string_view>

namespace likes::auth {

/// The token in the value of an Authorization header: the scheme `Bearer` in any letter case, one or more spaces
/// (RFC 6750 section 2.1, RFC 9110 section 11.4), and the rest, which is not looked at. nullopt if it is another scheme
/// or there is no rest.
std::optional<std::string_view> bearer_token(std::string_view authorization);

}  // namespace likes::auth
