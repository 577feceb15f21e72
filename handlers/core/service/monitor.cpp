#include "service/monitor.hpp"

#include <algorithm>
#include <utility>

#include "runtime/counter_file.hpp"
#include "runtime/log.hpp"
#include "runtime/prometheus.hpp"
#include "service/settings.hpp"

namespace likes::service {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds kFreshFor{1};

using Processes = std::vector<runtime::ProcessCounters>;

/// Whether the broker admits users, according to the counters of its plugin.
bool broker_admits_users(const Processes& all) {
    return std::any_of(all.begin(), all.end(), [](const runtime::ProcessCounters& process) {
        return process.program == "mosquitto" && process.is_alive &&
               process.counters().broker_admits_users.value() == 1;
    });
}

bool serves(const std::string& program, const Processes& all) {
    return std::any_of(all.begin(), all.end(), [&](const runtime::ProcessCounters& process) {
        return process.program == program && runtime::is_serving(process);
    });
}

/// Clocks of two machines may differ: a change from the future has an age of 0.
double oldest_age_seconds(const store::Backlog& backlog, Time now) {
    if (!backlog.oldest) return 0;
    return std::max(0.0, std::chrono::duration<double>{now - *backlog.oldest}.count());
}

}  // namespace

std::string metrics_text(const std::filesystem::path& directory, const std::optional<store::Backlog>& backlog,
                         Time now) {
    // The files stay mapped while the families are made from them.
    const auto all = runtime::read_all(directory);
    auto families = runtime::families(all);
    families.push_back(runtime::gauge("chat_likes_database_up", "1 if the database answers, else 0.", backlog ? 1 : 0));
    if (backlog) {
        families.push_back(
            runtime::gauge("chat_likes_outbox_rows",
                           "Transactions in the outbox with changes that are not known to be published, up to 100000.",
                           static_cast<double>(backlog->rows)));
        families.push_back(
            runtime::gauge("chat_likes_outbox_oldest_age_seconds",
                           "How long the oldest change in the outbox has waited to be published; 0 if there is none.",
                           oldest_age_seconds(*backlog, now)));
    }
    return runtime::to_text(families);
}

Monitor::Monitor(const runtime::Config& config, std::vector<std::string> handlers)
    : config_{config},
      handlers_{std::move(handlers)},
      broker_{broker_settings(config)},
      reader_{database::Session{session_settings(config)}} {}

MonitorView Monitor::answer(MonitorQuery query) {
    switch (query) {
        case MonitorQuery::kReady:
            return {readiness(), {}};
        case MonitorQuery::kMetrics:
            return {{}, metrics_text(config_.metrics_dir, backlog(), system_now())};
        case MonitorQuery::kLive:
            break;
    }
    return {};
}

Readiness Monitor::readiness() {
    Readiness ready;
    ready.database = backlog().has_value();
    ready.broker = broker_.is_connected();
    // Without a directory of counters nothing is known of other processes, and the best is assumed.
    ready.admits_users = true;
    if (config_.metrics_dir.empty()) return ready;
    const auto all = runtime::read_all(config_.metrics_dir);
    ready.admits_users = broker_admits_users(all);
    for (const auto& handler : handlers_) {
        if (!serves(handler, all)) ready.handlers_down.push_back(handler);
    }
    return ready;
}

lanes::Settings Monitor::lanes() const {
    auto settings = lane_settings(config_);
    settings.count = 3;
    return settings;
}

std::vector<MonitorView> Monitor::Worker::execute(std::span<const MonitorQuery> queries) {
    std::vector<MonitorView> views;
    for (const auto query : queries) views.push_back(monitor_->answer(query));
    return views;
}

std::optional<store::Backlog> Monitor::backlog() {
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
