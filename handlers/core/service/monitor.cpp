#include "service/monitor.hpp"

#include <algorithm>
#include <exception>
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

/// nullopt, and a line in the log, if it cannot be read.
template <class Read>
std::optional<store::Backlog> read_or_warn(const char* warning, const Read& read) {
    try {
        return read();
    } catch (const std::exception& fault) {
        log::warning(warning, {{"error", fault.what()}});
        return std::nullopt;
    }
}

}  // namespace

std::string metrics_text(const std::filesystem::path& directory, const std::optional<Backlogs>& backlogs, Time now) {
    // The files stay mapped while the families are made from them.
    const auto all = runtime::read_all(directory);
    auto families = runtime::families(all);
    const auto add = [&](const char* name, const char* help, double value) {
        families.push_back(runtime::gauge(name, help, value));
    };
    add("chat_likes_database_up", "1 if the database answers, else 0.", backlogs ? 1 : 0);
    if (backlogs) {
        add("chat_likes_outbox_rows",
            "Transactions in the outbox with changes that are not known to be published, up to 100000.",
            static_cast<double>(backlogs->outbox.rows));
        add("chat_likes_outbox_oldest_age_seconds",
            "How long the oldest change in the outbox has waited to be published; 0 if there is none.",
            oldest_age_seconds(backlogs->outbox, now));
    }
    if (backlogs && backlogs->feed) {
        add("chat_likes_analytics_feed_rows",
            "Transactions in the feed with changes that the analytics have not counted yet, up to 100000.",
            static_cast<double>(backlogs->feed->rows));
        add("chat_likes_analytics_lag_seconds",
            "How long the oldest transaction in the feed has waited for the analytics to count it; 0 if there is none.",
            oldest_age_seconds(*backlogs->feed, now));
    }
    if (backlogs && backlogs->notices) {
        add("chat_likes_notice_feed_rows",
            "Transactions in the feed with changes that the notifier has made no notices of yet, up to 100000.",
            static_cast<double>(backlogs->notices->rows));
        add("chat_likes_notice_lag_seconds",
            "How long the oldest transaction in the feed has waited for the notifier to make notices of it; 0 if there "
            "is none.",
            oldest_age_seconds(*backlogs->notices, now));
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
            return {{}, metrics_text(config_.metrics_dir, backlogs(), system_now())};
        case MonitorQuery::kLive:
            break;
    }
    return {};
}

Readiness Monitor::readiness() {
    Readiness ready;
    ready.database = backlogs().has_value();
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

std::optional<Backlogs> Monitor::backlogs() {
    const std::lock_guard lock{mutex_};
    if (steady_clock::now() - asked_at_ < kFreshFor) return backlogs_;
    backlogs_.reset();
    const auto outbox = read_or_warn("the database does not answer", [&] { return reader_.read_outbox(); });
    if (outbox) backlogs_ = Backlogs{*outbox, std::nullopt};
    const auto read_feed = [&](const char* consumer) {
        return read_or_warn("the feed cannot be read", [&] { return reader_.read_feed(consumer); });
    };
    if (outbox && analytics_are_on(config_)) backlogs_->feed = read_feed("analytics");
    if (outbox && notices_are_on(config_)) backlogs_->notices = read_feed("notices");
    asked_at_ = steady_clock::now();
    return backlogs_;
}

}  // namespace likes::service
