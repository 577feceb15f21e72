#pragma once

#include "config/config.hpp"
#include "events/publisher.hpp"
#include "lanes/lanes.hpp"
#include "likes/like_change.hpp"
#include "service/outbox_cleaner.hpp"
#include "service/teller.hpp"
#include "time/time.hpp"

namespace likes::service {

/// Everything that a change goes through in a process: lanes of batches, the store, the publisher. Thread-safe.
class WriteService {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database or the broker is not there.
    WriteService(const config::Config& config, const Clock& clock);

    /// Makes the change durable, then lets everybody know. Throws lanes::Overloaded, store::Unavailable, or
    /// std::runtime_error for what should not happen.
    LikeOutcome change(LikeChange change);

    /// Publishes what waits for its turn and tidies the outbox, within about a second. Call when no more changes come.
    void drain();

  private:
    using Lanes = lanes::Lanes<LikeChange, LikeOutcome>;

    Lanes::Execute make_lane(const config::Config& config, const Clock& clock);

    events::Publisher publisher_;
    Teller teller_;
    OutboxCleaner cleaner_;
    Lanes lanes_;
};

}  // namespace likes::service
