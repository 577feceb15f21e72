#pragma once

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/user_id.hpp"
#include "base/uuid_v7.hpp"
#include "database/session.hpp"
#include "lanes/lane.hpp"
#include "push/endpoint.hpp"
#include "push/subscriptions.hpp"
#include "push/vapid.hpp"
#include "runtime/config.hpp"

namespace likes::service {

/// Answers what users ask of where they get pushes, and writes it. Each lane has one.
class SubscriptionWorker {
  public:
    SubscriptionWorker(database::Session session, RandomBits random)
        : session_{std::move(session)}, random_{std::move(random)} {}

    /// One view per query, in their order, each by itself. Throws what database::Session::transaction throws.
    std::vector<push::SubscriptionView> execute(std::span<const push::SubscriptionQuery> queries);

  private:
    push::SubscriptionView answer(const push::KeyQuery& query);
    push::SubscriptionView answer(const push::SubscriptionsQuery& query);
    push::SubscriptionView answer(const push::Subscribe& wish);
    push::SubscriptionView answer(const push::Unsubscribe& wish);
    push::SubscriptionView answer(const push::TryOut& wish);

    database::Session session_;
    RandomBits random_;
};

class PushSubscriptions {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database is not there.
    explicit PushSubscriptions(const runtime::Config& config);

    lanes::Settings lanes() const { return lanes_; }
    SubscriptionWorker make_worker() const;

  private:
    database::SessionSettings session_;
    lanes::Settings lanes_;
};

/// The keys of `vapid-jwk-file`. nullopt if the option is not set or there is no such file, or if there is no
/// `vapid-subject`: then there are no pushes to browsers, which one line of the log says. Throws auth::KeySetError if
/// the file cannot be used, std::invalid_argument if the subject cannot.
std::optional<push::VapidKeys> vapid_keys(const runtime::Config& config);

/// The value of `vapid-subject`. Throws std::invalid_argument if it is malformed.
UserId vapid_subject(const runtime::Config& config);

/// The browsers' push services and those of `push-endpoint-hosts`. Throws std::invalid_argument if the list is
/// malformed.
push::AllowedHosts push_hosts(const runtime::Config& config);

}  // namespace likes::service
