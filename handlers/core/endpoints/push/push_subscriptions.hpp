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
///     POST /api/v1/push/subscriptions/{subscription_id}/test has a push be sent to it that says that it works; 202
class PushSubscriptions {
  public:
    using Query = push::SubscriptionQuery;

    /// How often a user may do what. They outlive who uses them.
    struct Limits {
        /// All that is changed.
        web::UserLimit& changes;
        /// Devices that are registered.
        web::UserLimit& registrations;
        /// Devices that are tried.
        web::UserLimit& tests;
    };

    /// `keys`: nullopt where there are no pushes to browsers.
    PushSubscriptions(std::optional<push::VapidKeys> keys, push::AllowedHosts hosts, const Limits& limits)
        : keys_{std::move(keys)},
          hosts_{std::move(hosts)},
          limit_{&limits.changes},
          registrations_{&limits.registrations},
          tests_{&limits.tests} {}

    static std::span<const std::string_view> method();
    Query parse(const web::Request& request, UserId caller) const;
    static std::size_t lane_hash(const Query& query);
    web::Response render(const web::Request& request, const Query& query, const push::SubscriptionView& view) const;

  private:
    Query parse_test(const web::Request& request, UserId caller, std::string_view id) const;
    Query parse_subscriptions(const web::Request& request, UserId caller) const;
    const push::VapidKeys& require_keys() const;

    std::optional<push::VapidKeys> keys_;
    push::AllowedHosts hosts_;
    web::UserLimit* limit_;
    web::UserLimit* registrations_;
    web::UserLimit* tests_;
};

}  // namespace likes::endpoints
