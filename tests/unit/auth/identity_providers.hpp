#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "auth/claims.hpp"
#include "base/time.hpp"

namespace likes::auth::test {

/// A token that says it is of an identity provider.
struct ProviderToken {
    std::string what;
    std::string token;
    std::optional<Rejection> expected;  ///< nullopt: accepted.
};

/// A key set in the shape in which an identity provider serves it, made here of fresh keys, and tokens in its shape.
struct IdentityProvider {
    std::string name;
    /// Whom its tokens name, in the form that its user ids have.
    std::string user;
    std::string jwks;
    /// How many keys of the set are of no use to us.
    std::size_t skipped;
    std::vector<ProviderToken> tokens;
};

/// The table. The tokens are valid from `now` for an hour.
std::vector<IdentityProvider> identity_providers(Time now);

}  // namespace likes::auth::test
