#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "auth/scopes.hpp"
#include "base/time.hpp"
#include "base/user_id.hpp"

namespace likes::auth {

/// What a token must fulfil besides a valid signature. Bounds in brackets; TokenVerifier throws std::invalid_argument
/// outside of them.
struct TokenRules {
    /// If set, `iss` must be exactly this.
    std::optional<std::string> issuer;

    /// If set, `aud` must be, or hold, exactly this.
    std::optional<std::string> audience;

    /// If set, `typ` must be present and this (RFC 8725 section 3.11): the way to keep a token minted for one purpose
    /// from being taken for another. If not set, `typ` may be absent, `JWT` or `at+jwt`; nothing else. Letter case and
    /// a leading `application/` do not count (RFC 7515 section 4.1.9).
    std::optional<std::string> type;

    /// How far `nbf` and `iat` may lie in the future, for an issuer whose clock is ahead of ours [0, 60]. There is no
    /// leeway for `exp`, because the issuer relies on the token's end.
    std::chrono::seconds leeway{30};

    /// A longer token is refused unread [1024, 16384].
    std::size_t max_token_bytes = 8192;
};

/// Why a token was refused: for the log and the metrics. A client gets the same answer for all of them, because the
/// difference would only help an attacker who is guessing.
enum class Rejection {
    kNoBearerToken,      ///< The Authorization header is not `Bearer <token>`.
    kTooLong,            ///< Over TokenRules::max_token_bytes.
    kMalformedToken,     ///< Not three strict base64url parts with a JSON object as header.
    kUnsupportedHeader,  ///< crit, b64, zip, enc, a key of its own (jwk), or a wrong `typ`.
    kUnknownKey,         ///< `kid` names no key that may verify.
    kWrongAlgorithm,     ///< `alg` is not the one that the key, or any of several, is pinned to.
    kBadSignature,       ///< Wrong, or not of the length that the algorithm has.
    kMalformedClaims,    ///< Payload not a JSON object, or a claim of the wrong type or out of range.
    kBadSubject,         ///< `sub` is missing or is no user id.
    kNoExpiry,           ///< `exp` is missing.
    kExpired,            ///< `exp` is now or in the past.
    kNotYetValid,        ///< `nbf` or `iat` is further in the future than the leeway.
    kWrongIssuer,        ///< `iss` is not the configured one.
    kWrongAudience,      ///< `aud` does not hold the configured one.
};

/// The enumerator's name, as in `bad_signature`.
std::string_view to_string(Rejection rejection);

/// The user whom a token names, the token's end, and what it opens beside the user's own calls. At `expires_at` it is
/// no longer valid (RFC 7519 section 4.1.4).
struct VerifiedToken {
    UserId user;
    Time expires_at;
    Scopes scopes = {};
};

using Verification = std::variant<VerifiedToken, Rejection>;

/// Checks the claims (RFC 7519 section 4) of a payload whose signature is verified. `rules` are within bounds.
Verification check_claims(std::string_view payload, const TokenRules& rules, Time now);

}  // namespace likes::auth
