#include "relay/audit.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include "ids/uuid_v7.hpp"
#include "log/log.hpp"
#include "metrics/process.hpp"
#include "relay/holder_name.hpp"
#include "service/settings.hpp"
#include "store/faults.hpp"

namespace likes::relay {
namespace {

/// To count the likes of a message that millions like takes longer than a request may.
store::SessionSettings patient_settings(const config::Config& config) {
    auto settings = service::session_settings(config);
    settings.read_timeout = std::max(settings.read_timeout, std::chrono::seconds{30});
    return settings;
}

}  // namespace

Audit::Audit(const config::Config& config, Clock clock)
    : rows_{config.audit.rows},
      clock_{std::move(clock)},
      // Held over the pauses between the looks, so that one relay goes through all of it.
      lease_{store::Session{service::session_settings(config)}, "audit", holder_name(),
             std::chrono::ceil<std::chrono::seconds>(config.audit.interval) + config.relay.lease},
      auditor_{store::Session{patient_settings(config)}, service::window(config), clock_, seeded_random_bits()} {}

void Audit::look() {
    if (!lease_.acquire()) return;
    const auto part = auditor_.part_after(position_, rows_);
    try {
        go_through(part);
    } catch (const store::Unavailable&) {
        throw;
    } catch (const std::exception& fault) {
        // Nothing that stands in the tables may keep the rest of them from being looked at.
        metrics::here().audit_failures.add();
        log::error("counters could not be compared",
                   {{"after", part.after.to_string()}, {"up_to", part.last.to_string()}, {"error", fault.what()}});
    }
    position_ = part.last;
    if (part.is_last()) end_round();
}

void Audit::go_through(const store::Part& part) {
    auto& numbers = metrics::here();
    const auto look = auditor_.look(part);
    numbers.counters_compared.add(look.subjects);
    const auto drifted = auditor_.confirm(look.suspects);
    numbers.counters_drifted.add(drifted.size());
    const auto repaired = auditor_.repair(drifted);
    numbers.counters_repaired.add(repaired.size());
    for (const auto& subject : repaired) {
        log::error("a counter had drifted from its likes and was corrected",
                   {{"message_id", subject.message.to_string()}, {"reaction", subject.reaction.code()}});
    }
}

void Audit::end_round() {
    using std::chrono::floor;
    using std::chrono::seconds;
    metrics::here().audited_at.set(floor<seconds>(clock_()).time_since_epoch().count());
    position_ = {};
}

}  // namespace likes::relay
