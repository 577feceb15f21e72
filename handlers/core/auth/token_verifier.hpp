#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "auth/claims.hpp"
#include "auth/key_set.hpp"
#include "base/time.hpp"

namespace likes::auth {

/// A verified token together with its claims, for a caller that needs a claim besides those in VerifiedToken.
struct VerifiedClaims {
    VerifiedToken token;
    std::string json;  ///< The payload as it was signed: one JSON object without duplicate members.
};

/// Verifies signed JWTs (RFC 7519) by RFC 8725: the algorithm comes from the key and not from the token, the form is
/// strict, and what could be read in two ways is refused. Where a token fits several keys, as one without `kid` may, at
/// most eight of them are tried. The result depends only on keys, rules, token and time.
/// Immutable and thread-safe.
class TokenVerifier {
  public:
    /// Throws std::invalid_argument if a rule is out of its bounds.
    TokenVerifier(KeySet keys, TokenRules rules);

    /// Never throws on account of the token.
    Verification verify(std::string_view token, Time now) const;

    /// Like verify, and returns the claims as well.
    std::variant<VerifiedClaims, Rejection> verify_claims(std::string_view token, Time now) const;

  private:
    /// The payload of a token whose form, header and signature are right.
    std::variant<std::string, Rejection> verified_payload(std::string_view token) const;

    KeySet keys_;
    TokenRules rules_;
};

}  // namespace likes::auth
