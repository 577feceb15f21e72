#pragma once

#include <chrono>
#include <vector>

#include "base/time.hpp"
#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "database/session.hpp"

namespace likes::store {

/// A user who has left a chat.
struct FormerMember {
    Uuid chat;
    UserId user;
    Time left_at;
};

/// Finds users who have left a chat.
class FormerMembers {
  public:
    explicit FormerMembers(database::Session session) : session_{std::move(session)} {}

    struct Found {
        std::vector<FormerMember> members;
        /// A moment after the members were read, by the database's clock. A membership that was read before its user
        /// left was read before this moment.
        Time as_of;
    };

    /// Finds the members whose `left_at` is at most `lookback` ago. Throws what database::Session::read throws.
    Found find(std::chrono::seconds lookback);

  private:
    database::Session session_;
};

}  // namespace likes::store
