#include "service/settings.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include "base/private_file.hpp"
#include "base/time.hpp"
#include "base/uuid_v7.hpp"
#include "runtime/log.hpp"

namespace likes::service {
namespace {

using namespace std::chrono_literals;

/// Timeouts: for connecting; for one statement, after which the connection counts as lost; and for a row lock. Longer
/// than anything takes while the database is well, and short enough that a caller gets an error within three seconds.
constexpr std::chrono::seconds kConnectTimeout{1};
constexpr std::chrono::seconds kReadTimeout{2};
constexpr std::chrono::seconds kLockWaitTimeout{2};
/// For one statement of work that nobody waits for, such as counting the likes of a message that millions like.
constexpr std::chrono::seconds kPatientReadTimeout{30};

/// Verified tokens that a process remembers: 20 MB, 35 MB with the longest user ids.
constexpr std::size_t kTokensMax = 100'000;

/// More than a process serves at the same time (web::ConnectionsSettings::requests_max), which is the real bound.
constexpr std::size_t kQueueMax = 1024;

bool is_fed(const runtime::Config& config, std::string_view consumer) {
    return std::find(config.feed.begin(), config.feed.end(), consumer) != config.feed.end();
}

}  // namespace

std::optional<std::string> unless_empty(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

database::SessionSettings session_settings(const runtime::Config& config) {
    const auto& database = config.database;
    return {.url = database.url,
            .database = database.name,
            .user = database.user,
            .password = read_secret(database.password_file),
            .connect_timeout = kConnectTimeout,
            .read_timeout = kReadTimeout,
            .lock_wait_timeout = kLockWaitTimeout,
            .patience = config.server.request_timeout};
}

database::SessionSettings patient_session_settings(const runtime::Config& config) {
    auto settings = session_settings(config);
    settings.read_timeout = kPatientReadTimeout;
    return settings;
}

publishing::BrokerSettings broker_settings(const runtime::Config& config) {
    const auto& broker = config.broker;
    return {
        .host = broker.host, .port = broker.port, .user = broker.user, .password = read_secret(broker.password_file)};
}

auth::Authenticator make_authenticator(const runtime::Config& config) {
    auth::AuthenticatorSettings settings;
    settings.jwks_file = config.auth.jwks_file;
    settings.rules.issuer = unless_empty(config.auth.issuer);
    settings.rules.audience = unless_empty(config.auth.audience);
    settings.rules.max_token_bytes = config.auth.token_max_bytes;
    settings.cache_max_entries = kTokensMax;
    return {settings, system_now, log::warn};
}

lanes::Settings lane_settings(const runtime::Config& config, std::size_t item_weight) {
    const auto& server = config.server;
    return {.count = server.lanes,
            .limits = {.batch_max = std::max<std::size_t>(1, server.batch_max / item_weight),
                       .queue_max = kQueueMax,
                       .patience = server.request_timeout}};
}

lanes::Settings one_lane_settings(const runtime::Config& config) {
    auto settings = lane_settings(config);
    settings.count = 1;
    return settings;
}

web::Rate user_rate(const runtime::Config& config) {
    const auto& limit = config.user_limit;
    if (limit.changes_per_second == 0) return {.interval = {}, .burst = limit.changes_burst};
    return {.interval = std::chrono::nanoseconds{1s} / static_cast<std::int64_t>(limit.changes_per_second),
            .burst = limit.changes_burst};
}

RecentLikersLimit recent_likers_limit(const runtime::Config& config) {
    return {config.likes.liked_by_max};
}

std::chrono::microseconds event_interval(const runtime::Config& config) {
    return std::chrono::microseconds{1s} / static_cast<int>(config.likes.events_per_second);
}

store::ReactionWriter::Settings writer_settings(const runtime::Config& config) {
    return {.recent_limit = recent_likers_limit(config),
            .event_interval = event_interval(config),
            .exclusive = exclusive_reactions(config)};
}

store::Feed feed(const runtime::Config& config) {
    return {.consumers = {config.feed.begin(), config.feed.end()}, .clock = system_now, .random = seeded_random_bits()};
}

ReactionCatalog reaction_catalog(const runtime::Config& config) {
    return ReactionCatalog::parse(config.likes.reactions);
}

bool analytics_are_on(const runtime::Config& config) {
    return is_fed(config, "analytics");
}

bool notices_are_on(const runtime::Config& config) {
    return is_fed(config, "notices");
}

analytics::Audience analytics_audience(const runtime::Config& config) {
    using analytics::Audience;
    if (!analytics_are_on(config)) return Audience::kNobody;
    return config.analytics.audience == "members" ? Audience::kMembers : Audience::kOperators;
}

web::UserLimit make_user_limit(web::Rate rate) {
    std::random_device random;
    const std::uint64_t key = (std::uint64_t{random()} << 32U) | random();
    return {rate, std::chrono::steady_clock::now, key};
}

web::Rate analytics_rate() {
    constexpr std::size_t kPerSecond = 5;
    constexpr std::size_t kBurst = 30;
    return {.interval = std::chrono::nanoseconds{1s} / kPerSecond, .burst = kBurst};
}

std::vector<Reaction> exclusive_reactions(const runtime::Config& config) {
    std::vector<Reaction> reactions;
    if (config.likes.reaction_policy == "multiple") return reactions;
    // A named variable, because a range-for (before C++23) does not keep a temporary alive if it iterates over a part
    // of it.
    const auto catalog = reaction_catalog(config);
    for (const auto& entry : catalog.entries()) reactions.push_back(entry.reaction);
    return reactions;
}

}  // namespace likes::service
