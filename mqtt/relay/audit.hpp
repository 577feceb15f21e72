#pragma once

#include <cstddef>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "runtime/config.hpp"
#include "store/lease.hpp"
#include "store/upkeep/auditor.hpp"
#include "store/upkeep/message_range.hpp"

namespace likes::relay {

/// Compares the counters with the rows that they count, a range of messages at a time, from the first message to the
/// last and then again from the first, and corrects the counters that have drifted. None should ever drift; if one
/// does, the log says so. Several relays may run; only the one that holds the lease works.
class Audit {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database is not there.
    Audit(const runtime::Config& config, Clock clock);

    /// Compares the next range. Throws what the store throws; after Unavailable the next run compares the same range.
    void run_once();

    /// Releases the lease, so that another relay takes over at once. Throws what the store throws; then the lease ends
    /// by itself.
    void release() { lease_.release(); }

  private:
    void go_through(const store::MessageRange& range);
    void end_round();

    Clock clock_;
    store::Lease lease_;
    store::Auditor auditor_;
    Uuid position_;
};

}  // namespace likes::relay
