#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/user_id.hpp"
#include "push/endpoint.hpp"
#include "push/subscriptions.hpp"
#include "push/vapid.hpp"
#include "web/request.hpp"
#include "web/response.hpp"
#include "web/user_limit.hpp"

namespace likes::endpoints {

/// Where the caller gets pushes:
///
///     GET /api/v1/push/key                                   the key that browsers are given when they subscribe
///     GET /api/v1/push/subscriptions                         the caller's own
///     POST /api/v1/push/subscriptions                        a device or a browser wants pushes; 201, or 200 if it has
///                                                            them already
///     DELETE /api/v1/push/subscriptions/{subscription_id}    it wants none any more
class PushSubscriptions {
  public:
    using Query = push::SubscriptionQuery;

    /// `keys`: nullopt where there are no pushes to browsers. `limit` is of all that a user changes, `registrations` of
    /// what a user registers; both outlive it.
    PushSubscriptions(std::optional<push::VapidKeys> keys, push::AllowedHosts hosts, web::UserLimit& limit,
                      web::UserLimit& registrations)
        : keys_{std::move(keys)}, hosts_{std::move(hosts)}, limit_{&limit}, registrations_{&registrations} {}

    static std::span<const std::string_view> method();
    Query parse(const web::Request& request, UserId caller) const;
    static std::size_t lane_hash(const Query& query);
    web::Response render(const web::Request& request, const Query& query, const push::SubscriptionView& view) const;

  private:
    Query parse_subscriptions(const web::Request& request, UserId caller) const;
    const push::VapidKeys& require_keys() const;

    std::optional<push::VapidKeys> keys_;
    push::AllowedHosts hosts_;
    web::UserLimit* limit_;
    web::UserLimit* registrations_;
};

}  // namespace likes::endpoints
