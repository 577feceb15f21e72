#pragma once

#include <vector>

#include "base/user_id.hpp"
#include "base/uuid.hpp"
#include "database/session.hpp"
#include "push/subscriptions.hpp"

/// Where users get pushes: the rows of `push_subscriptions`. To be called from the `work` of a database::Session, what
/// changes something from that of a transaction.
namespace likes::store {

/// The newest first, at most push::kSubscriptionsMax.
std::vector<push::Subscription> read_subscriptions(database::Session& session, const UserId& user);

/// `id` is that of a new subscription. An endpoint of somebody else's becomes a new subscription of the user's: so what
/// was to be sent to the other one does not get to whoever uses the browser now.
push::Subscribed subscribe(database::Session& session, const push::Subscribe& wish, const Uuid& id);

push::Unsubscribed unsubscribe(database::Session& session, const push::Unsubscribe& wish);

}  // namespace likes::store
