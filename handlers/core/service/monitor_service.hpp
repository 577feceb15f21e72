#pragma once

#include <chrono>
#include <filesystem>
#include <mutex>
#include <optional>
#include <string>

#include "client/client.hpp"
#include "config/config.hpp"
#include "likes/backlog.hpp"
#include "likes/readiness.hpp"
#include "store/backlog_reader.hpp"
#include "time/time.hpp"

namespace likes::service {

/// What the one on call wants to know. Thread-safe.
class MonitorService {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database or the broker is not there.
    MonitorService(const config::Config& config, Clock clock);

    /// Never throws because something is not there: that is the answer.
    Readiness readiness();

    /// The metrics of all processes, in the text format of Prometheus.
    std::string metrics();

  private:
    /// nullopt if the database does not answer. Asked at most once a second, however many want to know.
    std::optional<Backlog> backlog();

    std::filesystem::path metrics_dir_;
    Clock clock_;
    mqtt::Client broker_;

    std::mutex mutex_;
    store::BacklogReader reader_;
    std::optional<Backlog> backlog_;
    std::chrono::steady_clock::time_point asked_at_{};
};

}  // namespace likes::service
