#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "config/config.hpp"
#include "ids/user_id.hpp"
#include "ids/uuid.hpp"
#include "lanes/lanes.hpp"
#include "likes/access_grant.hpp"
#include "service/signing_key.hpp"
#include "store/memberships.hpp"
#include "time/time.hpp"

namespace likes::service {

/// Lets members hear their chats. Thread-safe.
class AccessService {
  public:
    /// Throws std::runtime_error if a secret or a key cannot be read; never because the database is not there.
    AccessService(const config::Config& config, Clock clock);

    /// Access to exactly `chats` (each at most once), or nullopt if the user is not in all of them. Throws
    /// lanes::Overloaded, store::Unavailable, or std::runtime_error for what should not happen.
    std::optional<AccessGrant> grant(const UserId& user, std::vector<Uuid> chats);

  private:
    std::chrono::seconds token_lifetime_;
    SigningKey key_;
    lanes::Lanes<store::AccessQuery, store::Access> lanes_;
};

}  // namespace likes::service
