#include "endpoints/push/push_subscriptions.hpp"

#include <array>
#include <functional>
#include <variant>

#include "base/json.hpp"
#include "base/uuid.hpp"
#include "endpoints/push/registration_json.hpp"
#include "endpoints/require.hpp"
#include "web/etag.hpp"
#include "web/query.hpp"

namespace likes::endpoints {
namespace {

constexpr std::string_view kKeyPath = "/api/v1/push/key";
constexpr std::string_view kSubscriptionsPath = "/api/v1/push/subscriptions";
constexpr std::string_view kTestTail = "/test";
constexpr std::array<std::string_view, 3> kPushMethods{"GET", "POST", "DELETE"};
constexpr std::array<std::string_view, 2> kSubscriptionsMethods{"GET", "POST"};

Uuid require_subscription_id(std::string_view tail) {
    const auto id = Uuid::parse(tail);
    if (!id) throw web::Problem{400, "The subscription id must be a UUID."};
    return *id;
}

std::string subscribed_json(const push::Subscribed& subscribed) {
    JsonText json;
    json.begin_object();
    json.member("subscription_id", std::string_view{subscribed.id.to_string()});
    json.end_object();
    return json.str();
}

struct SubscriberOf {
    const UserId& operator()(const auto& query) const { return query.user; }
};

/// Renders the view of each kind of query but KeyQuery.
struct SubscriptionRenderer {
    const web::Request& request;
    const push::SubscriptionView& view;

    web::Response operator()(const push::KeyQuery& /*query*/) const { return {}; }
    web::Response operator()(const push::SubscriptionsQuery& /*query*/) const {
        return web::with_etag(web::json(subscriptions_json(std::get<std::vector<push::Subscription>>(view))),
                              request.if_none_match);
    }
    web::Response operator()(const push::Subscribe& /*wish*/) const {
        const auto& subscribed = std::get<push::Subscribed>(view);
        auto response = web::json(subscribed_json(subscribed));
        if (subscribed.is_new) response.status = 201;
        return response;
    }
    web::Response operator()(const push::Unsubscribe& wish) const {
        if (!std::get<push::Unsubscribed>(view).was_there) throw web::Problem{404, "There is no such subscription."};
        return web::json(subscribed_json({wish.id}));
    }
    web::Response operator()(const push::TryOut& wish) const {
        if (!std::get<push::TriedOut>(view).was_there) throw web::Problem{404, "There is no such subscription."};
        auto response = web::json(subscribed_json({wish.id}));
        response.status = 202;
        return response;
    }
};

}  // namespace

std::span<const std::string_view> PushSubscriptions::method() {
    return kPushMethods;
}

const push::VapidKeys& PushSubscriptions::require_keys() const {
    if (!keys_) throw web::Problem{404, "There are no pushes to browsers here."};
    return *keys_;
}

PushSubscriptions::Query PushSubscriptions::parse(const web::Request& request, UserId caller) const {
    if (request.path == kKeyPath) {
        require_method(request, "GET");
        web::Query::parse(request.query, {});
        require_keys();
        return push::KeyQuery{std::move(caller)};
    }
    if (request.path == kSubscriptionsPath) return parse_subscriptions(request, std::move(caller));
    auto tail = request.path;
    if (!tail.starts_with(kSubscriptionsPath) || tail[kSubscriptionsPath.size()] != '/') throw no_such_resource();
    tail.remove_prefix(kSubscriptionsPath.size() + 1);
    if (tail.ends_with(kTestTail)) {
        tail.remove_suffix(kTestTail.size());
        return parse_test(request, std::move(caller), tail);
    }
    require_method(request, "DELETE");
    push::Unsubscribe wish{std::move(caller), require_subscription_id(tail)};
    require_within(*limit_, wish.user);
    return wish;
}

PushSubscriptions::Query PushSubscriptions::parse_test(const web::Request& request, UserId caller,
                                                       std::string_view id) const {
    require_method(request, "POST");
    push::TryOut wish{std::move(caller), require_subscription_id(id)};
    require_within(*limit_, wish.user);
    require_within(*tests_, wish.user);
    return wish;
}

PushSubscriptions::Query PushSubscriptions::parse_subscriptions(const web::Request& request, UserId caller) const {
    require_method(request, kSubscriptionsMethods);
    if (request.method == "GET") {
        web::Query::parse(request.query, {});
        return push::SubscriptionsQuery{std::move(caller)};
    }
    push::Subscribe wish{std::move(caller), require_registration(request.body, keys_ ? &*keys_ : nullptr, hosts_)};
    require_within(*limit_, wish.user);
    require_within(*registrations_, wish.user);
    return wish;
}

std::size_t PushSubscriptions::lane_hash(const Query& query) {
    return std::hash<UserId>{}(std::visit(SubscriberOf{}, query));
}

web::Response PushSubscriptions::render(const web::Request& request, const Query& query,
                                        const push::SubscriptionView& view) const {
    if (std::holds_alternative<push::KeyQuery>(query)) {
        return web::with_etag(web::json(push_key_json(require_keys().first())), request.if_none_match);
    }
    return std::visit(SubscriptionRenderer{request, view}, query);
}

}  // namespace likes::endpoints
