#include "background/analytics/counting.hpp"

#include <chrono>
#include <utility>

#include "database/session.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "service/settings.hpp"

namespace likes::background {
namespace {

constexpr std::chrono::seconds kCountingLeaseInterval{1};

}  // namespace

Counting::Counting(const runtime::Config& config, SteadyClock clock)
    : lease_{{database::Session{service::session_settings(config)}, "analytics"}, kCountingLeaseInterval, clock},
      counter_{database::Session{service::patient_session_settings(config)}},
      pace_{config.analytics.changes_per_second, std::move(clock)} {}

void Counting::run_once() {
    if (!may_work()) return;
    while (!stopping_ && pace_.may_go_on()) {
        const auto part = counter_.count_some();
        pace_.spend(part.changes);
        report(part);
        if (part.rows == 0) return;
    }
}

bool Counting::may_work() {
    if (!lease_.is_held()) return false;
    if (!has_begun_) {
        counter_.begin();
        has_begun_ = true;
    }
    return true;
}

void Counting::report(const store::CountedPart& part) {
    auto& counters = runtime::counters();
    counters.analytics_changes.add(part.changes);
    counters.reactions_given.add(part.given);
    counters.reactions_taken_back.add(part.taken_back);
    counters.analytics_unreadable.add(part.unreadable.size());
    for (const auto& [feed_id, why] : part.unreadable) {
        log::error("an entry of the feed cannot be read, and is not counted",
                   {{"feed_id", feed_id.to_string()}, {"error", why}});
    }
}

}  // namespace likes::background
