#pragma once

#include <string_view>

namespace likes::auth {

/// Why a token was refused: for the log and the metrics. A client gets one answer for all of them, as the difference
/// would only help whoever is guessing.
enum class Rejection {
    no_bearer_token,     ///< The Authorization header is not `Bearer <token>`.
    too_long,            ///< Over TokenRules::max_token_bytes.
    malformed_token,     ///< Not three strict base64url parts with a JSON object as header.
    unsupported_header,  ///< crit, b64, zip, enc, a key of its own (jwk, jku, x5u, x5c), or a `typ` that is not ours.
    unknown_key,         ///< `kid` names no key that may verify, or is missing where the set has several.
    wrong_algorithm,     ///< `alg` is not the one that the key is pinned to.
    bad_signature,       ///< Wrong, or not of the length that the algorithm has.
    malformed_claims,    ///< Payload not a JSON object, or a claim of the wrong type or out of range.
    bad_subject,         ///< `sub` is missing or is no user id.
    no_expiry,           ///< `exp` is missing.
    expired,             ///< `exp` has come.
    not_yet_valid,       ///< `nbf` or `iat` is further in the future than the leeway.
    wrong_issuer,        ///< `iss` is not the configured one.
    wrong_audience,      ///< `aud` does not hold the configured one.
};

/// The enumerator's name, as in `bad_signature`.
std::string_view to_string(Rejection rejection);

}  // namespace likes::auth
