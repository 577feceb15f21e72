#pragma once

#include <chrono>
#include <utility>

#include "database/session.hpp"
#include "store/former_members.hpp"

namespace likes::store {

/// Finds users who have left a chat. Owned by one thread.
class FormerMembersReader final : public FormerMembers {
  public:
    explicit FormerMembersReader(database::Session session) : session_{std::move(session)} {}

    Found find(std::chrono::seconds lookback) override;

  private:
    database::Session session_;
};

}  // namespace likes::store
