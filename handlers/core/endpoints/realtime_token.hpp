#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "base/user_id.hpp"
#include "service/realtime_tokens.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace likes::endpoints {

/// `POST /api/v1/realtime/token` with `{"chat_ids":[…],"notices":true}`: a short-lived MQTT password for exactly those
/// chats, and for the caller's own notices if `notices` is true.
class RealtimeToken {
  public:
    using Query = service::TokenQuery;

    static std::string_view method() { return "POST"; }
    static service::TokenQuery parse(const web::Request& request, UserId caller);
    static std::size_t lane_hash(const service::TokenQuery& query) {
        return std::hash<UserId>{}(query.membership.user);
    }
    static web::Response render(const web::Request& request, const service::TokenQuery& query,
                                const std::optional<service::MintedToken>& token);
};

}  // namespace likes::endpoints
