#include "background/notifier/consuming.hpp"

#include <utility>

#include "database/session.hpp"
#include "notices/rules.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "service/settings.hpp"

namespace likes::background {
namespace {

/// How long a process that died keeps the others from making notices, and how often the lease is renewed.
constexpr std::chrono::seconds kConsumingLease{2};
constexpr std::chrono::milliseconds kConsumingLeaseInterval{500};
/// How often is scanned for what was deleted and who has left. Nothing about it reaches a recipient after a second.
constexpr std::chrono::milliseconds kDeparturesInterval{500};

}  // namespace

Consuming::Consuming(const runtime::Config& config, SteadyClock clock)
    : clock_{std::move(clock)},
      lease_{{database::Session{service::session_settings(config)}, "notices", kConsumingLease},
             kConsumingLeaseInterval,
             clock_},
      consumer_{database::Session{service::patient_session_settings(config)}, notices::Policy{}},
      duty_{config.notices.duty_percent, clock_},
      departures_{database::Session{service::patient_session_settings(config)}, notices::Policy{}} {}

void Consuming::run_once() {
    if (!lease_.is_held()) return;
    withdraw_the_departed();
    consume();
}

void Consuming::consume() {
    // Each part looks at the lease and at the departed: a long queue holds up neither.
    while (!stopping_ && duty_.may_go_on() && lease_.is_held()) {
        const auto begin = clock_();
        const auto part = consumer_.consume_some();
        duty_.worked_since(begin);
        report(part);
        if (part.rows == 0) return;
        withdraw_the_departed();
    }
}

void Consuming::withdraw_the_departed() {
    const auto now = clock_();
    if (now < departures_due_at_) return;
    departures_due_at_ = now + kDeparturesInterval;
    count(departures_.run_once());
}

void Consuming::count(const store::SettledNotices& settled) {
    auto& counters = runtime::counters();
    counters.notices_raised.add(settled.raised);
    counters.notices_changed.add(settled.changed);
    counters.notices_withdrawn.add(settled.withdrawn);
}

void Consuming::report(const store::ConsumedPart& part) {
    count(part.settled);
    runtime::counters().notices_unreadable.add(part.unreadable.size());
    for (const auto& [feed_id, why] : part.unreadable) {
        log::error("an entry of the feed cannot be read, and no notice is made of it",
                   {{"feed_id", feed_id.to_string()}, {"error", why}});
    }
}

}  // namespace likes::background
