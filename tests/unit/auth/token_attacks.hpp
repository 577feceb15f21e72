#pragma once

#include <string>
#include <vector>

#include "auth/claims.hpp"
#include "unit/auth/victim.hpp"

namespace likes::auth::test {

/// A token that must be refused.
struct TokenAttack {
    std::string name;
    /// Where the rule is that it breaks: "8725 3.1" is RFC 8725, section 3.1.
    std::string rule;
    /// How it comes from a good one.
    std::string token;
    Rejection expected;
};

/// The one table of what is tried against tokens: RFC 8725 rule by rule, and the known confusions.
std::vector<TokenAttack> token_attacks(const Victim& victim);

}  // namespace likes::auth::test
