#pragma once

#include <span>
#include <vector>

#include "lanes/lane.hpp"
#include "likes/reaction_change.hpp"
#include "publishing/delayed_publisher.hpp"
#include "publishing/mqtt_client.hpp"
#include "publishing/outbox_cleaner.hpp"
#include "publishing/publisher.hpp"
#include "runtime/config.hpp"
#include "store/reaction_writer.hpp"
#include "web/user_limit.hpp"

namespace likes::service {

/// Commits batches of changes, then publishes their events. Each lane has one.
class ChangeWorker {
  public:
    /// The two publishers outlive it.
    ChangeWorker(store::ReactionWriter writer, publishing::Publisher& publisher,
                 publishing::DelayedPublisher& delayed_publisher)
        : writer_{std::move(writer)}, publisher_{&publisher}, delayed_publisher_{&delayed_publisher} {}

    /// One outcome per change, in their order. Throws what store::ReactionWriter::apply throws.
    std::vector<ReactionOutcome> execute(std::span<const ReactionChange> batch);

  private:
    store::ReactionWriter writer_;
    publishing::Publisher* publisher_;
    publishing::DelayedPublisher* delayed_publisher_;
};

/// Everything that handles changes in one process: the limit of each user, the workers of the lanes, and the
/// publishing.
class ReactionChanges {
  public:
    /// Throws std::runtime_error if a secret cannot be read; never because the database or the broker is not there.
    explicit ReactionChanges(const runtime::Config& config);

    lanes::Settings lanes() const;
    ChangeWorker make_worker();

    /// How many changes each user may make.
    web::UserLimit& limit() { return limit_; }

    /// Publishes the delayed events and cleans the outbox, within about a second. Call after the last change.
    void drain();

  private:
    const runtime::Config config_;
    web::UserLimit limit_;
    publishing::MqttClient broker_;
    publishing::DelayedPublisher delayed_publisher_;
    publishing::OutboxCleaner cleaner_;
};

}  // namespace likes::service
