#include "relay/relay.hpp"

#include <utility>

#include "log/log.hpp"
#include "metrics/process.hpp"
#include "relay/holder_name.hpp"
#include "service/settings.hpp"
#include "store/faults.hpp"

namespace likes::relay {
namespace {

/// How long the broker may take to acknowledge one part.
constexpr std::chrono::milliseconds kPatience{5000};

}  // namespace

Relay::Relay(const config::Config& config, Clock clock)
    : settings_{config.relay},
      clock_{std::move(clock)},
      lease_{store::Session{service::session_settings(config)}, "relay", holder_name(), config.relay.lease},
      outbox_{store::Session{service::session_settings(config)}, service::window(config),
              service::event_interval(config)},
      delivery_{service::broker_settings(config)} {}

std::size_t Relay::sweep(const StopRequested& stop_requested) {
    std::size_t published = 0;
    const Time made_before = clock_() - settings_.min_age;
    Uuid last;
    while (!stop_requested() && delivery_.is_connected() && lease_.acquire()) {
        const auto leftovers = outbox_.leftovers(last, made_before, settings_.batch_rows, clock_());
        if (!leftovers.last) break;
        for (const auto& event : leftovers.events) {
            if (!delivery_.send(event)) continue;
            ++published;
            metrics::here().events_relayed.add();
        }
        const bool answered = delivery_.wait_until_answered(kPatience);
        outbox_.settle(delivery_.take_acknowledged());
        if (!answered) break;
        last = *leftovers.last;
    }
    return published;
}

void Relay::release() {
    try {
        lease_.release();
    } catch (const store::Unavailable& fault) {
        log::warning("the lease was not given back, and ends by itself", {{"error", fault.what()}});
    }
}

}  // namespace likes::relay
