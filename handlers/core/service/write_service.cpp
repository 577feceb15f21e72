#include "service/write_service.hpp"

#include <memory>
#include <utility>

#include "ids/uuid_v7.hpp"
#include "metrics/process.hpp"
#include "service/settings.hpp"
#include "store/like_writer.hpp"

namespace likes::service {
namespace {

store::LikeWriter make_writer(const config::Config& config, const Clock& clock) {
    return {store::Session{session_settings(config)},
            {window(config), event_interval(config), exclusive_reactions(config)},
            clock,
            seeded_random_bits()};
}

}  // namespace

WriteService::WriteService(const config::Config& config, const Clock& clock)
    : publisher_{broker_settings(config)},
      teller_{make_writer(config, clock), clock,
              [this](std::vector<Event> events) { publisher_.offer(std::move(events)); }},
      cleaner_{store::Outbox{store::Session{session_settings(config)}, window(config), event_interval(config)},
               [this] { return publisher_.take_acknowledged(); }},
      lanes_{lane_settings(config), [&] { return make_lane(config, clock); }} {}

WriteService::Lanes::Execute WriteService::make_lane(const config::Config& config, const Clock& clock) {
    // Shared, because what a std::function holds must be copyable.
    return [this, writer = std::make_shared<store::LikeWriter>(make_writer(config, clock))](
               std::span<const LikeChange> batch) {
        auto written = writer->apply(batch);
        publisher_.offer(std::move(written.events));
        metrics::here().events_conflated.add(written.later.size());
        teller_.remind(written.later);
        return std::move(written.outcomes);
    };
}

LikeOutcome WriteService::change(LikeChange change) {
    // By message, so that one process never fights itself over a row.
    const auto hash = std::hash<Uuid>{}(change.subject.message);
    return lanes_.submit(hash, std::move(change));
}

void WriteService::drain() {
    constexpr std::chrono::milliseconds kPatience{500};
    teller_.finish();
    publisher_.drain(kPatience);
    cleaner_.finish();
}

}  // namespace likes::service
