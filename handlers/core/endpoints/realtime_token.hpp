#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/user_id.hpp"
#include "service/realtime_tokens.hpp"
#include "store/memberships.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace likes::endpoints {

/// `POST /api/v1/realtime/token` with `{"chat_ids":[…]}`: a short-lived MQTT password for exactly those chats.
class RealtimeToken {
  public:
    using Query = store::MembershipQuery;

    static std::string_view method() { return "POST"; }
    static store::MembershipQuery parse(const web::Request& request, UserId caller);
    static std::size_t lane_hash(const store::MembershipQuery& query) { return std::hash<UserId>{}(query.user); }
    static web::Response render(const web::Request& request, const store::MembershipQuery& query,
                                const std::optional<service::MintedToken>& token);
};

}  // namespace likes::endpoints
