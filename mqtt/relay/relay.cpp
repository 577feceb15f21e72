#include "relay/relay.hpp"

#include <cstddef>
#include <utility>

#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "service/settings.hpp"

namespace likes::relay {
namespace {

/// How long the broker may take to acknowledge the events of one part.
constexpr std::chrono::milliseconds kPatience{5000};
/// Rows of the outbox that make one part.
constexpr std::size_t kRowsAtOnce = 500;

}  // namespace

Relay::Relay(const runtime::Config& config, Clock clock)
    : min_age_{config.relay.min_age},
      clock_{std::move(clock)},
      lease_{database::Session{service::session_settings(config)}, "relay"},
      outbox_{database::Session{service::session_settings(config)}, service::recent_likers_limit(config),
              service::event_interval(config)},
      broker_{service::broker_settings(config)},
      delivery_{broker_} {}

void Relay::sweep() {
    std::size_t published = 0;
    const Time made_before = clock_() - min_age_;
    Uuid last;
    while (!stopping_ && delivery_.is_connected() && lease_.acquire()) {
        const auto leftovers = outbox_.leftovers(last, made_before, kRowsAtOnce, clock_());
        if (!leftovers.last) break;
        for (const auto& event : leftovers.events) {
            if (!delivery_.send(event)) continue;
            ++published;
            runtime::counters().events_relayed.add();
        }
        const bool answered = delivery_.wait_until_answered(kPatience);
        outbox_.settle(delivery_.take_acknowledged());
        if (!answered) break;
        last = *leftovers.last;
    }
    if (published > 0) log::info("published events that handlers had left in the outbox", {{"events", published}});
}

}  // namespace likes::relay
