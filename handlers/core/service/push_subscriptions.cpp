#include "service/push_subscriptions.hpp"

#include <filesystem>
#include <stdexcept>
#include <system_error>
#include <variant>

#include "auth/key_file.hpp"
#include "base/time.hpp"
#include "runtime/log.hpp"
#include "service/settings.hpp"
#include "store/notices/push_deliveries_table.hpp"
#include "store/notices/subscriptions_table.hpp"

namespace likes::service {

std::vector<push::SubscriptionView> SubscriptionWorker::execute(std::span<const push::SubscriptionQuery> queries) {
    std::vector<push::SubscriptionView> views;
    views.reserve(queries.size());
    for (const auto& query : queries) {
        views.push_back(std::visit([this](const auto& one) { return answer(one); }, query));
    }
    return views;
}

push::SubscriptionView SubscriptionWorker::answer(const push::KeyQuery& /*query*/) {
    return std::monostate{};
}

push::SubscriptionView SubscriptionWorker::answer(const push::SubscriptionsQuery& query) {
    std::vector<push::Subscription> all;
    session_.read([&](database::Session& session) { all = store::read_subscriptions(session, query.user); });
    return all;
}

push::SubscriptionView SubscriptionWorker::answer(const push::Subscribe& wish) {
    const auto id = make_uuid_v7(system_now(), random_);
    push::Subscribed done;
    session_.transaction([&](database::Session& session) { done = store::subscribe(session, wish, id); });
    return done;
}

push::SubscriptionView SubscriptionWorker::answer(const push::Unsubscribe& wish) {
    push::Unsubscribed done;
    session_.transaction([&](database::Session& session) {
        // A commit whose answer was lost may have happened: what was there in any attempt, was there.
        done.was_there = store::unsubscribe(session, wish).was_there || done.was_there;
    });
    return done;
}

push::SubscriptionView SubscriptionWorker::answer(const push::TryOut& wish) {
    push::TriedOut done;
    session_.transaction(
        [&](database::Session& session) { done.was_there = store::schedule_test_push(session, wish.user, wish.id); });
    return done;
}

PushSubscriptions::PushSubscriptions(const runtime::Config& config)
    : session_{session_settings(config)}, lanes_{lane_settings(config)} {}

SubscriptionWorker PushSubscriptions::make_worker() const {
    return {database::Session{session_}, seeded_random_bits()};
}

std::optional<push::VapidKeys> vapid_keys(const runtime::Config& config) {
    const auto& file = config.push.vapid_file;
    std::error_code ignored;
    if (file.empty() || !std::filesystem::exists(file, ignored)) {
        log::info("there are no pushes to browsers, because there is no file with keys for them (vapid-jwk-file)");
        return std::nullopt;
    }
    if (config.push.vapid_subject.empty()) {
        log::info("there are no pushes to browsers, because push services are not told whom to ask (vapid-subject)");
        return std::nullopt;
    }
    vapid_subject(config);
    return push::VapidKeys{auth::load_key_set(file)};
}

UserId vapid_subject(const runtime::Config& config) {
    const auto& text = config.push.vapid_subject;
    const auto subject = UserId::parse(text);
    if (!subject || !push::is_vapid_subject(text)) {
        throw std::invalid_argument{"vapid-subject must be mailto: with an address, or an https URL"};
    }
    return *subject;
}

push::AllowedHosts push_hosts(const runtime::Config& config) {
    auto hosts = push::AllowedHosts::parse(push::kBrowserHosts).value();
    const auto more = push::AllowedHosts::parse(config.push.endpoint_hosts);
    if (!more) throw std::invalid_argument{"push-endpoint-hosts must be names of hosts, separated by commas"};
    hosts.add(*more);
    return hosts;
}

}  // namespace likes::service
