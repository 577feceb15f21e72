#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "auth/claims.hpp"
#include "auth/jwks.hpp"
#include "auth/rejection.hpp"
#include "auth/token_rules.hpp"
#include "time/time.hpp"

namespace likes::auth {

/// A verified token together with its claims, for a caller that needs one beside those of VerifiedToken.
struct VerifiedClaims {
    VerifiedToken token;
    std::string json;  ///< The payload as it was signed: one JSON object without duplicate members.
};

/// Verifies signed JWTs (RFC 7519) by RFC 8725: the algorithm comes from the key and not from the token, the form is
/// strict, and what could be read in two ways is refused. A pure function of keys, rules, token and time; immutable, so
/// any number of threads may use one at once.
class TokenVerifier {
  public:
    /// Throws std::invalid_argument if a rule is out of its bounds.
    TokenVerifier(KeySet keys, TokenRules rules);

    /// Never throws on account of the token.
    Verification verify(std::string_view token, Time now) const;

    /// As verify, and hands out the claims.
    std::variant<VerifiedClaims, Rejection> verify_claims(std::string_view token, Time now) const;

  private:
    /// The payload of a token whose form, header and signature are right.
    std::variant<std::string, Rejection> verified_payload(std::string_view token) const;

    KeySet keys_;
    TokenRules rules_;
};

}  // namespace likes::auth
