#pragma once

#include <string_view>
#include <variant>

#include "auth/rejection.hpp"
#include "auth/token_rules.hpp"
#include "ids/user_id.hpp"
#include "time/time.hpp"

namespace likes::auth {

/// Who a token speaks for, and until when: at `expires_at` it is no longer valid (RFC 7519 section 4.1.4).
struct VerifiedToken {
    UserId user;
    Time expires_at;
};

using Verification = std::variant<VerifiedToken, Rejection>;

/// Judges the claims (RFC 7519 section 4) of a payload whose signature has been checked. `rules` are within bounds.
Verification check_claims(std::string_view payload, const TokenRules& rules, Time now);

}  // namespace likes::auth
