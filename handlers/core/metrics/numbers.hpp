#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "metrics/counter.hpp"

namespace likes::metrics {

/// Changed whenever the meaning or the order of Numbers changes, so that nobody reads another version's file.
inline constexpr std::uint32_t kFormat = 1;

/// The statuses that a handler answers; any other counts as the one that the array has beyond these.
inline constexpr std::array kStatuses{200, 304, 400, 401, 403, 404, 405, 422, 429, 500, 503};

/// In microseconds.
inline constexpr std::array<std::uint64_t, 13> kLatencyBounds{
    500, 1'000, 2'500, 5'000, 10'000, 25'000, 50'000, 100'000, 250'000, 500'000, 1'000'000, 2'500'000, 5'000'000};
/// Requests.
inline constexpr std::array<std::uint64_t, 9> kBatchBounds{1, 2, 4, 8, 16, 32, 64, 128, 256};

/// Why a transaction failed: the errors that are worth a name of their own, and what the others come to.
enum class DatabaseError { kDeadlock, kLockWaitTimeout, kRecordChanged, kConnectionLost, kNoRoom, kOther };
inline constexpr std::array<std::string_view, 6> kDatabaseErrors{
    "deadlock", "lock_wait_timeout", "record_changed", "connection_lost", "no_room", "other"};

/// What the broker's plugin says to a CONNECT.
enum class Admission { kAdmitted, kPasswordFile, kNoRights, kRefused, kNotYetServing };
inline constexpr std::array<std::string_view, 5> kAdmissions{"admitted", "password_file", "no_rights", "refused",
                                                             "not_yet_serving"};

/// A counter for each value of an enumeration.
template <class Enum, std::size_t kSize>
class CounterOf {
  public:
    Counter& operator[](Enum value) noexcept { return counters_[static_cast<std::size_t>(value)]; }
    const Counter& at(std::size_t index) const { return counters_.at(index); }

  private:
    std::array<Counter, kSize> counters_;
};

/// Everything that one process counts; each program uses what concerns it. What the numbers are called and mean to
/// others is in exposition/catalog.cpp.
struct Numbers {
    // A handler.
    std::array<Counter, kStatuses.size() + 1> requests;  ///< By status.
    Histogram<kLatencyBounds> request_microseconds;
    Histogram<kBatchBounds> batch_requests;
    Gauge lane_queue;  ///< Requests that wait for their batch.
    Counter lane_queue_full;
    Counter lane_too_late;
    Counter events_conflated;

    // Whoever uses the database.
    CounterOf<DatabaseError, kDatabaseErrors.size()> database_errors;
    CounterOf<DatabaseError, kDatabaseErrors.size()> database_retries;
    Gauge database_connections;

    // Whoever publishes.
    Gauge broker_clients;  ///< Connections that there should be.
    Gauge broker_connections;
    Counter events_published;
    Counter events_refused;
    Counter events_not_sent;

    // The relay.
    Counter events_relayed;
    Counter revocations_told;
    Gauge revocations_looked_at;  ///< Seconds since 1970.
    Counter counters_compared;
    Counter counters_drifted;
    Counter counters_repaired;
    Counter audit_failures;
    Gauge audited_at;  ///< Seconds since 1970; 0: not yet.

    // The broker's plugin.
    CounterOf<Admission, kAdmissions.size()> admissions;
    Gauge broker_sessions;
    Gauge broker_revocations;
    Gauge broker_admits_users;  ///< 0 or 1.

    // All.
    Counter log_lines_suppressed;

    void count_request(int status, std::chrono::steady_clock::duration duration) noexcept;

    /// A process that begins has nothing waiting or open yet, whatever the one before left behind.
    void reset_gauges() noexcept;
};

}  // namespace likes::metrics
