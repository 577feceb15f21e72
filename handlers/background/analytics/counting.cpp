#include "background/analytics/counting.hpp"

#include <chrono>
#include <utility>

#include "database/session.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "service/settings.hpp"

namespace likes::background {
namespace {

/// How often the lease is renewed, or asked for. Much less than it lasts; and not at every run, as each renewal is a
/// commit.
constexpr std::chrono::seconds kCountingLeaseInterval{1};

}  // namespace

Counting::Counting(const runtime::Config& config, SteadyClock clock)
    : clock_{std::move(clock)},
      lease_{database::Session{service::session_settings(config)}, "analytics"},
      counter_{database::Session{service::patient_session_settings(config)}},
      pace_{config.analytics.changes_per_second, clock_} {}

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
    if (const auto now = clock_(); now >= lease_due_at_) {
        holds_lease_ = lease_.acquire();
        lease_due_at_ = now + kCountingLeaseInterval;
    }
    if (holds_lease_ && !has_begun_) {
        counter_.begin();
        has_begun_ = true;
    }
    return holds_lease_;
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
