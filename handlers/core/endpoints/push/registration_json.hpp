#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "push/endpoint.hpp"
#include "push/subscriptions.hpp"
#include "push/vapid.hpp"

/// What is asked and answered about pushes, as openapi.yaml describes it.
namespace likes::endpoints {

/// PushKey.
std::string push_key_json(const push::VapidKey& key);

/// PushSubscriptions.
std::string subscriptions_json(const std::vector<push::Subscription>& subscriptions);

/// Reads a PushRegistration. `keys`: nullptr where there are no pushes to browsers. Throws Problem 400 for a body that
/// is none, and 422 for an endpoint, a token or a key that cannot be used.
push::Registration require_registration(std::string_view body, const push::VapidKeys* keys,
                                        const push::AllowedHosts& hosts);

}  // namespace likes::endpoints
