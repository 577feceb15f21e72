#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <set>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "runtime/config.hpp"
#include "store/analytics/numbers_auditor.hpp"
#include "store/lease.hpp"

namespace likes::background {

/// Compares the numbers of the chats with their reactions, a chat at a time, from the first to the last and then again
/// from the first, and adds what is missing. Nothing should ever be missing in a chat that is counted; if it is, the
/// log says so. Several processes may run it; only the one that holds the lease works. One thread calls it, but for
/// stop().
class Audit {
  public:
    /// How often run_once() is meant to be called.
    static constexpr std::chrono::milliseconds kInterval{1000};
    /// A chat with more rows of reactions than that is compared at night, because one snapshot lasts until all of them
    /// are read. A night is from 02:00 to 05:00 UTC.
    static constexpr std::size_t kRowsByDay = 100'000;

    /// Throws std::runtime_error if a secret cannot be read; never because the database is not there.
    Audit(const runtime::Config& config, Clock clock);

    /// Compares the next chat, in parts, between which it pauses longer than they take, so that the likes do not feel
    /// it. Throws what the store throws; after Unavailable the next run compares the same chat.
    void run_once();

    /// Has run_once() return soon, now and from now on. From any thread.
    void stop();

    /// Releases the lease, so that another process takes over at once. Throws what the store throws; then the lease
    /// ends by itself.
    void release() { lease_.release(); }

  private:
    bool is_night() const;
    bool pause(std::chrono::steady_clock::duration cost);
    bool compare(const Uuid& chat);
    void end_round();

    Clock clock_;
    store::Lease lease_;
    store::NumbersAuditor auditor_;
    /// The last chat of this round that was compared.
    Uuid position_;
    /// Chats that were too large by day.
    std::set<Uuid> postponed_;
    /// Too much waits to be counted to compare anything before that moment.
    Time not_before_;
    std::chrono::steady_clock::time_point renewed_at_;

    std::mutex mutex_;
    std::condition_variable wake_up_;
    bool is_stopped_ = false;
};

}  // namespace likes::background
