#include "auth/bearer.hpp"

#include <algorithm>

namespace likes::auth {

std::optional<std::string_view> bearer_token(std::string_view authorization) {
    constexpr std::string_view kScheme = "bearer";
    const auto scheme = authorization.substr(0, kScheme.size());
    // Setting bit 5 puts ASCII letters into lower case, and of what is no letter it makes none of these six.
    const bool is_bearer = std::equal(scheme.begin(), scheme.end(), kScheme.begin(), kScheme.end(),
                                      [](char have, char want) { return static_cast<char>(have | 0x20) == want; });
    if (!is_bearer) return std::nullopt;
    const auto rest = authorization.substr(kScheme.size());
    const auto begin = rest.find_first_not_of(' ');
    if (begin == 0 || begin == std::string_view::npos) return std::nullopt;
    return rest.substr(begin);
}

}  // namespace likes::auth
