#include "relay/audit.hpp"

#include <chrono>
#include <exception>
#include <utility>

#include "base/uuid_v7.hpp"
#include "database/errors.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "service/settings.hpp"

namespace likes::relay {
namespace {

/// About how many rows one scan reads.
constexpr std::size_t kRowsOfRange = 5000;

}  // namespace

Audit::Audit(const runtime::Config& config, Clock clock)
    : clock_{std::move(clock)},
      // The lease outlasts the pause between two scans, so that the same relay compares all messages.
      lease_{database::Session{service::session_settings(config)}, "audit",
             std::chrono::ceil<std::chrono::seconds>(config.relay.audit_interval) + store::Lease::kDuration},
      auditor_{database::Session{service::patient_session_settings(config)}, service::recent_likers_limit(config),
               clock_, seeded_random_bits()} {}

void Audit::run_once() {
    if (!lease_.acquire()) return;
    const auto range = auditor_.range_after(position_, kRowsOfRange);
    try {
        go_through(range);
    } catch (const database::Unavailable&) {
        throw;
    } catch (const std::exception& fault) {
        // A row that cannot be read must not keep the others from being compared.
        runtime::counters().audit_failures.add();
        log::error("the counters of a range of messages could not be compared",
                   {{"after", range.after.to_string()}, {"up_to", range.last.to_string()}, {"error", fault.what()}});
    }
    position_ = range.last;
    if (range.is_last()) end_round();
}

void Audit::go_through(const store::MessageRange& range) {
    auto& counters = runtime::counters();
    const auto scan = auditor_.scan(range);
    counters.counters_compared.add(scan.targets);
    const auto drifted = auditor_.confirm(scan.suspects);
    counters.counters_drifted.add(drifted.size());
    const auto repaired = auditor_.repair(drifted);
    counters.counters_repaired.add(repaired.size());
    for (const auto& target : repaired) {
        log::error("a counter differed from the rows that it counts and was corrected",
                   {{"message_id", target.message.to_string()}, {"reaction", target.reaction.code()}});
    }
}

void Audit::end_round() {
    using std::chrono::floor;
    using std::chrono::seconds;
    runtime::counters().audited_at.set(floor<seconds>(clock_()).time_since_epoch().count());
    position_ = {};
}

}  // namespace likes::relay
