#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace likes::auth {

/// What a token has to be beside well signed. Bounds in brackets; TokenVerifier throws std::invalid_argument outside
/// of them.
struct TokenRules {
    /// If set, `iss` must be exactly this.
    std::optional<std::string> issuer;

    /// If set, `aud` must be, or hold, exactly this.
    std::optional<std::string> audience;

    /// If set, `typ` must be present and this (RFC 8725 section 3.11): the way to keep a token minted for one purpose
    /// from being taken for another. If not set, `typ` may be absent, `JWT` or `at+jwt`; nothing else. Letter case and
    /// a leading `application/` do not count (RFC 7515 section 4.1.9).
    std::optional<std::string> type;

    /// How far `nbf` and `iat` may lie in the future, for an issuer whose clock is ahead of ours [0, 60]. There is none
    /// for `exp`: the moment a token ends is a promise to whoever wanted it to end.
    std::chrono::seconds leeway{30};

    /// A longer token is refused unread [256, 8192].
    std::size_t max_token_bytes = 4096;
};

}  // namespace likes::auth
