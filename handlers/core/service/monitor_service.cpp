#include "service/monitor_service.hpp"

#include <algorithm>
#include <utility>

#include "exposition/exposition.hpp"
#include "log/log.hpp"
#include "metrics/file.hpp"
#include "service/settings.hpp"

namespace likes::service {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kFreshFor{1};

/// As the broker's plugin says. An instance whose metrics go nowhere does not know, and takes it for granted.
bool broker_admits_users(const std::filesystem::path& metrics_dir) {
    if (metrics_dir.empty()) return true;
    const auto all = metrics::read_all(metrics_dir);
    return std::any_of(all.begin(), all.end(), [](const metrics::Counted& counted) {
        return counted.program == "mosquitto" && counted.is_alive && counted.numbers().broker_admits_users.value() == 1;
    });
}

}  // namespace

MonitorService::MonitorService(const config::Config& config, Clock clock)
    : metrics_dir_{config.metrics_dir},
      clock_{std::move(clock)},
      broker_{broker_settings(config), [](auto, bool) {}},
      reader_{store::Session{session_settings(config)}} {}

Readiness MonitorService::readiness() {
    return {backlog().has_value(), broker_.is_connected(), broker_admits_users(metrics_dir_)};
}

std::string MonitorService::metrics() {
    const auto found = backlog();
    return exposition::text(metrics_dir_, found, clock_());
}

std::optional<Backlog> MonitorService::backlog() {
    const std::lock_guard lock{mutex_};
    if (steady_clock::now() - asked_at_ < kFreshFor) return backlog_;
    try {
        backlog_ = reader_.read();
    } catch (const std::exception& fault) {
        backlog_.reset();
        log::warning("the database does not answer", {{"error", fault.what()}});
    }
    asked_at_ = steady_clock::now();
    return backlog_;
}

}  // namespace likes::service
