#pragma once

#include <chrono>
#include <filesystem>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "lanes/lane.hpp"
#include "publishing/mqtt_client.hpp"
#include "runtime/config.hpp"
#include "store/backlog_reader.hpp"

namespace likes::service {

/// What health checks and Prometheus ask for.
enum class MonitorQuery { kLive, kReady, kMetrics };

/// Whether the service can do its work.
struct Readiness {
    /// The database answers. Without it no request can be served.
    bool database = false;
    /// This process has a connection to the broker. Without one, events are published later.
    bool broker = false;
    /// The broker admits users, because a relay has sent it all revocations.
    bool admits_users = false;
    /// Handlers of which no process serves. Without them some of the requests cannot be served.
    std::vector<std::string> handlers_down{};
};

/// The answer to a query. Only the member for the query's kind is set.
struct MonitorView {
    Readiness readiness;
    /// In the text format of Prometheus.
    std::string metrics;
};

/// What waits in the database.
struct Backlogs {
    store::Backlog outbox;
    /// What waits in the feed for the analytics, and for the notifier. nullopt if nothing is handed to them, or if it
    /// cannot be read.
    std::optional<store::Backlog> feed;
    std::optional<store::Backlog> notices = std::nullopt;
};

/// The metrics of all processes that have their counters in `directory`, and of the backlogs at the time `now`.
/// `backlogs` is nullopt if the database does not answer.
std::string metrics_text(const std::filesystem::path& directory, const std::optional<Backlogs>& backlogs, Time now);

/// Answers health checks and Prometheus. Thread-safe.
class Monitor {
  public:
    /// `handlers` are the programs that have to serve. Throws std::runtime_error if a secret cannot be read; never
    /// because the database or the broker is not there.
    Monitor(const runtime::Config& config, std::vector<std::string> handlers);

    /// Never throws because the database or the broker is not there: that is the answer.
    MonitorView answer(MonitorQuery query);

    /// One lane for each kind of query, so that none waits for another: /livez is answered while the database does not
    /// answer.
    lanes::Settings lanes() const;

    class Worker {
      public:
        explicit Worker(Monitor& monitor) : monitor_{&monitor} {}
        std::vector<MonitorView> execute(std::span<const MonitorQuery> queries);

      private:
        Monitor* monitor_;
    };
    Worker make_worker() { return Worker{*this}; }

  private:
    /// nullopt if the database does not answer. The database is asked at most once a second, however many queries
    /// arrive.
    std::optional<Backlogs> backlogs();

    Readiness readiness();

    const runtime::Config config_;
    const std::vector<std::string> handlers_;
    publishing::MqttClient broker_;

    std::mutex mutex_;
    store::BacklogReader reader_;
    std::optional<Backlogs> backlogs_;
    std::chrono::steady_clock::time_point asked_at_{};
};

}  // namespace likes::service
