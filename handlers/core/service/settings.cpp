#include "service/settings.hpp"

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

lanes::Limits lane_limits(const config::Config& config) {
    return {config.server.batch_max, config.server.queue_max};
}

Window window(const config::Config& config) {
    return {config.likes.liked_by_max};
}

std::chrono::microseconds event_interval(const config::Config& config) {
    return std::chrono::microseconds{std::chrono::seconds{1}} / static_cast<int>(config.likes.events_per_second);
}

}  // namespace likes::service
