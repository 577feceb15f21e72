#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "api/require.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "ids/user_id.hpp"
#include "ids/uuid.hpp"
#include "likes/access_grant.hpp"

namespace likes::api {

/// `POST /api/v1/realtime/token` with `{"chat_ids":[…]}`: a short-lived MQTT password for exactly those chats.
class RealtimeTokenEndpoint {
  public:
    static constexpr std::size_t kChatsMax = 100;

    /// Access to the chats, each named once; nullopt if the user is not in all of them.
    using GrantAccess = std::function<std::optional<AccessGrant>(const UserId& user, std::vector<Uuid> chats)>;

    RealtimeTokenEndpoint(Authenticate authenticate, GrantAccess grant_access);

    http::Response operator()(const http::Request& request) const;

  private:
    Authenticate authenticate_;
    GrantAccess grant_access_;
};

}  // namespace likes::api
