#include "background/notifier/tidying.hpp"

#include <chrono>
#include <cstddef>
#include <utility>

#include "database/session.hpp"
#include "service/settings.hpp"

namespace likes::background {
namespace {

/// When every notice was looked at, so long passes until the next time.
constexpr std::chrono::minutes kLookInterval{1};
/// The share of the time in which it works while there is something to do.
constexpr std::size_t kTidyingPercent = 10;
/// The lease outlasts the pauses, so that the same process goes through all recipients.
constexpr std::chrono::seconds kTidyingLease{90};

}  // namespace

Tidying::Tidying(const runtime::Config& config, SteadyClock clock)
    : clock_{std::move(clock)},
      lease_{database::Session{service::session_settings(config)}, "notice-retention", kTidyingLease},
      retention_{
          database::Session{service::patient_session_settings(config)},
          {.kept_for = std::chrono::days{config.notices.retention_days}, .kept_per_user = config.notices.max_per_user}},
      duty_{kTidyingPercent, clock_} {}

void Tidying::run_once() {
    const auto began_at = clock_();
    if (began_at < due_at_ || !duty_.may_go_on()) return;
    // Whatever fails is tried again at the next look.
    due_at_ = began_at + kLookInterval;
    if (!lease_.acquire() || !retention_.delete_some()) return;
    due_at_ = began_at;
    duty_.worked_since(began_at);
}

}  // namespace likes::background
