#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "analytics/ranking.hpp"
#include "base/duty_cycle.hpp"
#include "base/time.hpp"
#include "database/session.hpp"
#include "runtime/config.hpp"
#include "store/analytics/ranking_scan.hpp"
#include "store/lease.hpp"

namespace likes::background {

/// Makes the lists that somebody has asked for and that are too long to be made for a request. Of the lists in work,
/// each in turn gets a part read, so a short one is not kept waiting by one of all chats; and after each part nothing
/// is done for as long as the option analytics-duty-percent says. While somebody waits for a list that was never made,
/// some of these rests are put off. Several processes may run; only the one that holds the lease works, and two would
/// do no harm.
class Ranker {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database is not there.
    Ranker(const runtime::Config& config, Clock clock);

    /// Makes all lists that are due. A list that fails is logged and counted, tried again after a minute, and keeps
    /// none of the others from being made. Throws database::Unavailable; the next run begins anew.
    void run_once();

    /// Ends a run after its current part. From any thread.
    void stop();

    /// Releases the lease, so that another process takes over at once. Throws what the store throws; then the lease
    /// ends by itself.
    void release() { lease_.release(); }

  private:
    using SteadyTime = std::chrono::steady_clock::time_point;

    /// A list in the making.
    struct Work {
        analytics::ListKey key;
        bool is_new;
        /// The moment of which the list will be.
        Time began_at;
        std::unique_ptr<store::RankingScan> scan;
        /// Until now.
        std::chrono::steady_clock::duration cost{};
    };

    struct Failed {
        analytics::ListKey key;
        SteadyTime until;
    };

    bool holds_lease();
    void take_due();
    bool may_begin(const analytics::ListKey& key, bool is_new) const;
    void go_on_with_next();
    bool go_on_with(Work& work);
    void finish(Work& work);
    bool is_awaited() const;
    bool rest();

    std::chrono::milliseconds max_age_;
    DutyCycle duty_;
    Clock clock_;
    store::Lease lease_;
    SteadyTime lease_due_at_{};
    database::Session session_;
    std::vector<Work> works_;
    /// Of works_, the one whose turn it is.
    std::size_t next_ = 0;
    SteadyTime look_due_at_{};
    std::vector<Failed> failed_;
    std::mutex mutex_;
    std::condition_variable wake_up_;
    /// Guarded by mutex_.
    bool is_stopping_ = false;
};

}  // namespace likes::background
