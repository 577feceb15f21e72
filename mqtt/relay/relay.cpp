#include "relay/relay.hpp"

#include <chrono>
#include <utility>

#include "base/uuid_v7.hpp"
#include "likes/event.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "service/settings.hpp"

namespace likes::relay {
namespace {

/// How long the broker may take to acknowledge the events of one part.
constexpr std::chrono::milliseconds kPatience{5000};
/// Rows of the outbox that make one part. Each is a transaction of up to a few hundred changes.
constexpr std::size_t kRowsAtOnce = 32;
/// Clocks are set back so rarely that this need not be part of every sweep.
constexpr std::chrono::seconds kLookAheadInterval{5};
constexpr Time kEndOfTime = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31};

}  // namespace

Relay::Relay(const runtime::Config& config, Clock clock)
    : min_age_{config.relay.min_age},
      clock_{std::move(clock)},
      lease_{database::Session{service::session_settings(config)}, "relay"},
      outbox_{database::Session{service::session_settings(config)}, service::recent_likers_limit(config),
              service::event_interval(config), service::feed(config)},
      broker_{service::broker_settings(config)} {}

void Relay::sweep() {
    const Time now = clock_();
    if (!broker_.is_connected()) return record(now - min_age_);
    auto published = sweep(Uuid{}, now - min_age_);
    // What lies in the future was left before a clock was set back, and must not wait until that time has come again.
    if (const auto steady = std::chrono::steady_clock::now(); steady >= next_look_ahead_) {
        next_look_ahead_ = steady + kLookAheadInterval;
        published +=
            sweep(uuid_v7_floor(std::chrono::ceil<std::chrono::milliseconds>(now + kClocksDiffer)), kEndOfTime);
    }
    if (published > 0) log::info("published events that handlers had left in the outbox", {{"events", published}});
}

/// Needs no lease: two who record the same wait for each other.
void Relay::record(Time made_before) {
    while (!stopping_ && outbox_.record(made_before, kRowsAtOnce) == kRowsAtOnce) {
    }
}

std::size_t Relay::sweep(Uuid last, Time made_before) {
    auto& publisher = broker_.publisher();
    std::size_t published = 0;
    while (!stopping_ && broker_.is_connected() && lease_.acquire()) {
        auto leftovers = outbox_.leftovers(last, made_before, kRowsAtOnce, clock_());
        if (!leftovers.last) break;
        publisher.publish(std::move(leftovers.events));
        const bool answered = publisher.wait_until_answered(kPatience);
        const auto acknowledged = publisher.take_acknowledged();
        runtime::counters().events_relayed.add(acknowledged.size());
        published += acknowledged.size();
        outbox_.settle(acknowledged);
        if (!answered) break;
        last = *leftovers.last;
    }
    return published;
}

}  // namespace likes::relay
