#pragma once

#include <chrono>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"

namespace likes::store {

/// A user who has left a chat.
struct FormerMember {
    Uuid chat;
    UserId user;
    Time left_at;
};

/// Where the relay learns which users have left a chat. An interface, so that a test needs no database.
class FormerMembers {
  public:
    struct Found {
        std::vector<FormerMember> members;
        /// A moment after the members were read, by the database's clock. A membership that was read before its user
        /// left was read before this moment.
        Time as_of;
    };

    virtual ~FormerMembers() = default;

    /// Finds the members whose `left_at` is at most `lookback` ago. Throws what database::Session::read throws.
    virtual Found find(std::chrono::seconds lookback) = 0;
};

}  // namespace likes::store
