#include "background/analytics/folding.hpp"

#include <cstddef>
#include <utility>

#include "service/settings.hpp"
#include "store/analytics/unwanted_rankings.hpp"

namespace likes::background {
namespace {

/// How often is asked whether there is something to fold.
constexpr std::chrono::seconds kFoldInterval{30};
/// The share of the time in which it works while there is something to fold.
constexpr std::size_t kFoldingPercent = 10;
/// The lease outlasts the usual pause, so that the same process goes through all of a table.
constexpr std::chrono::seconds kFoldingLease{20};
/// Lists that are deleted at one look.
constexpr std::size_t kRankingsAtOnce = 1000;

}  // namespace

Folding::Folding(const runtime::Config& config, Clock clock, SteadyClock steady_clock)
    : quarters_kept_for_{config.analytics.retention_days},
      days_kept_for_{config.analytics.user_days},
      clock_{std::move(clock)},
      steady_clock_{std::move(steady_clock)},
      lease_{database::Session{service::session_settings(config)}, "folding", kFoldingLease},
      quarters_{database::Session{service::patient_session_settings(config)}, store::FoldedTable::kQuarters},
      user_days_{database::Session{service::patient_session_settings(config)}, store::FoldedTable::kUserDays},
      rankings_{service::patient_session_settings(config)},
      duty_{kFoldingPercent, steady_clock_} {}

void Folding::run_once() {
    const auto began_at = steady_clock_();
    if (began_at < due_at_ || !duty_.may_go_on()) return;
    // Whatever fails is tried again at the next look.
    due_at_ = began_at + kFoldInterval;
    if (!lease_.acquire()) return;
    if (!do_some()) return;
    due_at_ = began_at;
    duty_.worked_since(began_at);
}

/// False if there is nothing more to do for now.
bool Folding::do_some() {
    for (auto* const folder : {&quarters_, &user_days_}) {
        if (!folder->is_folding()) continue;
        folder->fold_some();
        return true;
    }
    const Time midnight = std::chrono::floor<std::chrono::days>(clock_());
    if (quarters_.begin(midnight - quarters_kept_for_) || user_days_.begin(midnight - days_kept_for_)) return true;
    return store::delete_unwanted_rankings(rankings_, kRankingsAtOnce) == kRankingsAtOnce;
}

}  // namespace likes::background
