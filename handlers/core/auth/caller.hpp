#pragma once

#include <utility>

#include "auth/scopes.hpp"
#include "base/user_id.hpp"

namespace likes::auth {

/// Who calls, and what the token of the call opens. It turns into the user alone for those to whom all tokens of a user
/// are the same.
struct Caller {
    UserId user;
    Scopes scopes = {};

    operator UserId() && { return std::move(user); }
};

}  // namespace likes::auth
