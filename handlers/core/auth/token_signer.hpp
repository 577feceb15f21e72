#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "auth/key_set.hpp"
#include "base/time.hpp"
#include "base/user_id.hpp"

namespace likes::auth {

/// The claims of a token to be made. Times are written in whole seconds, rounded down.
struct TokenClaims {
    UserId subject;
    Time issued_at;
    Time expires_at;
    std::optional<std::string> issuer;
    std::optional<std::string> audience;

    /// Further claims: name to value, the value as JSON text, such as {"acl", R"({"sub":["chats/…/events"]})"}.
    std::map<std::string, std::string> extra;
};

/// Makes signed JWTs in the compact form. Immutable; any number of threads may use one at once.
class TokenSigner {
  public:
    /// Signs with the first key of the set that can sign and, if given, has this kid. `type` becomes `typ`; a token for
    /// a purpose of its own should have its own (RFC 8725 section 3.11, TokenRules::type). Throws KeySetError if the
    /// set has no such key.
    explicit TokenSigner(const KeySet& keys, std::string type = "JWT",
                         std::optional<std::string_view> kid = std::nullopt);

    /// The token's text. Throws std::invalid_argument if a claim is not UTF-8, or if an extra one is not one JSON value
    /// or has the name of one of the other claims.
    std::string sign(const TokenClaims& claims) const;

  private:
    Key key_;
    std::string type_;
};

}  // namespace likes::auth
