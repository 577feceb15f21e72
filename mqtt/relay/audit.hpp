#pragma once

#include <cstddef>

#include "config/config.hpp"
#include "ids/uuid.hpp"
#include "store/auditor.hpp"
#include "store/lease.hpp"
#include "store/subject_parts.hpp"
#include "time/time.hpp"

namespace likes::relay {

/// Compares the counters with the likes, a part at a time, from the first message to the last and then anew, and
/// corrects what drifted. Nothing should ever drift; if something does, this says so. Several relays may run; the one
/// that holds the lease works.
class Audit {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database is not there.
    Audit(const config::Config& config, Clock clock);

    /// Looks at the next part. Throws what the store throws; after Unavailable the next look is at the same part.
    void look();

    /// Lets another relay have the work at once, if the database can be told.
    void release() { lease_.release(); }

  private:
    void go_through(const store::Part& part);
    void end_round();

    std::size_t rows_;
    Clock clock_;
    store::Lease lease_;
    store::Auditor auditor_;
    Uuid position_;
};

}  // namespace likes::relay
