#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/counter.hpp"

namespace likes::runtime {

/// Raised whenever the meaning or the order of Counters changes, so that no process reads the file of another version.
inline constexpr std::uint32_t kFormat = 5;

/// The statuses that are counted separately. All others are counted together, in the array's last element beyond these.
inline constexpr std::array kStatuses{200, 202, 304, 400, 401, 403, 404, 405, 413, 422, 429, 500, 503};

/// The bounds of request_microseconds, in microseconds.
inline constexpr std::array<std::uint64_t, 13> kLatencyBounds{
    500, 1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000, 250'000, 500'000, 1'000'000, 2'500'000, 5'000'000};
/// The bounds of batch_requests, in requests.
inline constexpr std::array<std::uint64_t, 9> kBatchBounds{1, 2, 4, 8, 16, 32, 64, 128, 256};
/// The bounds of analytics_ranking_milliseconds, in milliseconds.
inline constexpr std::array<std::uint64_t, 10> kRankingBounds{1, 5, 10, 50, 100, 500, 1'000, 10'000, 60'000, 600'000};

/// Why a transaction failed: the errors that are counted separately, and kOther for all others.
enum class DatabaseError {
    kDeadlock,
    kLockWaitTimeout,
    kRecordChanged,
    kDuplicateKey,
    kConnectionLost,
    kNoRoom,
    kOther
};
inline constexpr std::array<std::string_view, 7> kDatabaseErrors{
    "deadlock", "lock_wait_timeout", "record_changed", "duplicate_key", "connection_lost", "no_room", "other"};

/// The decision of the broker's plugin about a CONNECT.
enum class Admission { kAdmitted, kPasswordFile, kNoRights, kRefused, kNotYetServing };
inline constexpr std::array<std::string_view, 5> kAdmissions{"admitted", "password_file", "no_rights", "refused",
                                                             "not_yet_serving"};

/// What became of a notice that was to be sent.
enum class DeliveryOutcome {
    kSent,
    kFailed,   ///< It stays, and is sent again.
    kExpired,  ///< There was no broker for so long that nobody needs it any more.
    kDropped,  ///< The notice is gone for good, or nothing is sent to its recipient any more.
};
inline constexpr std::array<std::string_view, 4> kDeliveryOutcomes{"sent", "failed", "expired", "dropped"};

/// A counter for each value of an enumeration.
template <class Enum, std::size_t kSize>
class CounterOf {
  public:
    Counter& operator[](Enum value) noexcept { return counters_[static_cast<std::size_t>(value)]; }
    const Counter& at(std::size_t index) const { return counters_.at(index); }

  private:
    std::array<Counter, kSize> counters_;
};

/// Everything that one process counts; each program uses what concerns it. prometheus.cpp has the name and the meaning
/// of each one's metric.
struct Counters {
    // A handler.
    std::array<Counter, kStatuses.size() + 1> requests;  ///< By status.
    Histogram<kLatencyBounds> request_microseconds;
    Histogram<kBatchBounds> batch_requests;
    Gauge lane_queue;  ///< Requests that wait for their batch.
    Counter lane_queue_full;
    Counter lane_too_late;
    Gauge connections;  ///< From nginx.
    Counter events_conflated;
    Counter slow_connections_closed;  ///< A request did not arrive, or an answer was not taken, in time.
    Gauge jwks_keys_usable;           ///< Of the bearer tokens' key set that is in force.
    Gauge jwks_keys_skipped;          ///< The same: keys that cannot be used.
    Gauge jwks_file_refused;          ///< 0 or 1.

    // Every program that uses the database.
    CounterOf<DatabaseError, kDatabaseErrors.size()> database_errors;
    CounterOf<DatabaseError, kDatabaseErrors.size()> database_retries;
    Gauge database_connections;

    // Every program that publishes.
    Gauge broker_clients;  ///< Connections that the program is meant to have.
    Gauge broker_connections;
    Counter events_published;
    Counter events_refused;
    Counter events_not_sent;

    // Every program that makes or reads realtime tokens.
    Gauge realtime_key_file_refused;  ///< 0 or 1.

    // The relay.
    Counter events_relayed;
    Counter revocations_sent;
    Gauge revocations_sent_at;  ///< Seconds since 1970.
    Counter counters_compared;
    Counter counters_drifted;
    Counter counters_repaired;
    Counter audit_failures;
    Gauge audited_at;  ///< Seconds since 1970; 0: not yet.

    // The analytics.
    Counter analytics_changes;
    Counter analytics_unreadable;
    Counter reactions_given;
    Counter reactions_taken_back;
    Counter analytics_drifted;
    Gauge analytics_audited_at;  ///< Seconds since 1970; 0: not yet.
    Counter analytics_rankings_computed;
    Counter analytics_ranking_failures;
    Histogram<kRankingBounds> analytics_ranking_milliseconds;  ///< Spent on a list.

    // The notifier.
    Counter notices_raised;
    Counter notices_changed;
    Counter notices_withdrawn;
    Counter notices_unreadable;
    CounterOf<DeliveryOutcome, kDeliveryOutcomes.size()> notice_deliveries;  ///< In the app.

    // The broker's plugin.
    CounterOf<Admission, kAdmissions.size()> admissions;
    Gauge broker_sessions;
    Gauge broker_revocations;
    Gauge broker_admits_users;  ///< 0 or 1.

    // All.
    Gauge serving;  ///< 0 while the process starts, then 1.
    Counter log_lines_suppressed;

    void count_request(int status, std::chrono::steady_clock::duration duration) noexcept;

    /// Sets all gauges to 0: a process that starts has nothing waiting or open, whatever its predecessor left in the
    /// file.
    void reset_gauges() noexcept;
};

/// The counters of this process. From any thread.
Counters& counters() noexcept;

/// Lets other processes read the counters from now on: counters() moves into a file in `directory` (made if need be)
/// that is mapped into memory. Call once, before any thread counts. If `directory` is empty, the counters stay private.
///
/// The file is PROGRAM.N, with the smallest N that no running process has. A process holds a lock on its file, which
/// shows that it is alive and which the kernel releases however the process ends. So nothing is lost when a process is
/// killed, its successor continues its counters, and there are never more files than there were processes at the same
/// time.
///
/// Returns what went wrong, if anything did. The counters then stay private, and the program runs all the same, because
/// metrics are no condition of serving.
std::optional<std::string> open_counters(const std::filesystem::path& directory, const std::string& program) noexcept;

}  // namespace likes::runtime
