#include "service/reaction_changes.hpp"

#include <chrono>
#include <memory>
#include <utility>

#include "base/uuid_v7.hpp"
#include "runtime/counters.hpp"
#include "service/settings.hpp"

namespace likes::service {
namespace {

store::ReactionWriter make_writer(const runtime::Config& config) {
    return {database::Session{session_settings(config)}, writer_settings(config), system_now, seeded_random_bits()};
}

}  // namespace

std::vector<ReactionOutcome> ChangeWorker::execute(std::span<const ReactionChange> batch) {
    auto [outcomes, to_publish] = writer_.apply(batch);
    publisher_->publish(std::move(to_publish.events));
    runtime::counters().events_conflated.add(to_publish.delayed.size());
    delayed_publisher_->schedule(to_publish.delayed);
    return std::move(outcomes);
}

ReactionChanges::ReactionChanges(const runtime::Config& config)
    : config_{config},
      limit_{make_user_limit(user_rate(config))},
      broker_{broker_settings(config)},
      delayed_publisher_{std::make_unique<store::ReactionWriter>(make_writer(config)), system_now,
                         std::chrono::steady_clock::now, event_interval(config), broker_.publisher()},
      cleaner_{std::make_unique<publishing::Outbox>(database::Session{session_settings(config)},
                                                    recent_likers_limit(config), event_interval(config), feed(config)),
               broker_.publisher()} {}

lanes::Settings ReactionChanges::lanes() const {
    return lane_settings(config_);
}

ChangeWorker ReactionChanges::make_worker() {
    return {make_writer(config_), broker_.publisher(), delayed_publisher_};
}

void ReactionChanges::drain() {
    constexpr std::chrono::milliseconds kPatience{500};
    delayed_publisher_.finish();
    broker_.publisher().drain(kPatience);
    cleaner_.finish();
}

}  // namespace likes::service
