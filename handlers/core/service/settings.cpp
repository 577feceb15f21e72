#include "service/settings.hpp"

#include <algorithm>
#include <cstdint>

namespace likes::service {

store::SessionSettings session_settings(const config::Config& config) {
    const auto& database = config.database;
    return {database.url,
            database.name,
            database.user,
            config::read_secret(database.password_file),
            database.connect_timeout,
            database.read_timeout,
            database.lock_wait_timeout,
            config.server.request_timeout};
}

mqtt::ClientSettings broker_settings(const config::Config& config) {
    const auto& broker = config.broker;
    return {broker.host, broker.port, broker.user, config::read_secret(broker.password_file), broker.keepalive};
}

lanes::Settings lane_settings(const config::Config& config, std::size_t item_weight) {
    const auto& server = config.server;
    const std::size_t batch_max = std::max<std::size_t>(1, server.batch_max / item_weight);
    return {server.lanes, {batch_max, server.queue_max}, server.request_timeout};
}

lanes::Settings read_lane_settings(const config::Config& config) {
    auto settings = lane_settings(config);
    settings.count = config.server.read_lanes;
    return settings;
}

limit::Rate user_rate(const config::Config& config) {
    const auto& limit = config.user_limit;
    if (limit.changes_per_second == 0) return {{}, limit.changes_burst};
    return {std::chrono::nanoseconds{std::chrono::seconds{1}} / static_cast<std::int64_t>(limit.changes_per_second),
            limit.changes_burst};
}

Window window(const config::Config& config) {
    return {config.likes.liked_by_max};
}

std::chrono::microseconds event_interval(const config::Config& config) {
    return std::chrono::microseconds{std::chrono::seconds{1}} / static_cast<int>(config.likes.events_per_second);
}

ReactionCatalog reaction_catalog(const config::Config& config) {
    return ReactionCatalog::parse(config.likes.reactions);
}

std::vector<Reaction> exclusive_reactions(const config::Config& config) {
    std::vector<Reaction> reactions;
    if (config.likes.reaction_policy == "multiple") return reactions;
    // Named, because a range-for keeps only what it is given alive, and not what that is a part of.
    const auto catalog = reaction_catalog(config);
    for (const auto& entry : catalog.entries()) reactions.push_back(entry.reaction);
    return reactions;
}

}  // namespace likes::service
