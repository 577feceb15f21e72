#include "background/analytics/ranker.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "analytics/bucket.hpp"
#include "database/errors.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "service/settings.hpp"
#include "store/analytics/ranking_table.hpp"

namespace likes::background {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// The lease outlasts the pauses, so that the same process goes through all parts of a list.
constexpr std::chrono::seconds kRankerLease{30};
/// Renewing it costs as much as a part, so it is not done for each.
constexpr std::chrono::seconds kRankerLeaseInterval{5};
/// How soon a list that is asked for is seen while others are in work.
constexpr std::chrono::seconds kRankInterval{1};
constexpr std::chrono::minutes kAgainAfterFailure{1};

/// As much rest is put off for a list that somebody waits for. So a list of a hundred thousand messages, which takes
/// half a second to read, is there within three seconds rather than five.
constexpr std::chrono::seconds kRestPutOff{3};

/// Lists that are in work at the same time, and how many of them may be made for the second time or later. Nobody waits
/// for these; so there is room for one that somebody waits for, even if all others are of all chats and take hours.
constexpr std::size_t kWorksMax = 8;
constexpr std::size_t kRenewalsMax = 4;
/// Lists that a look finds, some of which may be in work or have failed.
constexpr std::size_t kFoundMax = 100;

}  // namespace

Ranker::Ranker(const runtime::Config& config, Clock clock)
    : max_age_{config.analytics.ranking_age},
      duty_{config.analytics.duty_percent, steady_clock::now},
      clock_{std::move(clock)},
      lease_{database::Session{service::session_settings(config)}, "ranker", kRankerLease},
      session_{service::patient_session_settings(config)} {}

void Ranker::run_once() {
    works_.clear();
    look_due_at_ = {};
    lease_due_at_ = {};
    auto began_at = steady_clock::now();
    while (holds_lease()) {
        take_due();
        if (works_.empty()) return;
        go_on_with_next();
        duty_.worked_since(began_at);
        if (!rest()) return;
        began_at = steady_clock::now();
    }
}

bool Ranker::holds_lease() {
    const auto now = steady_clock::now();
    if (now < lease_due_at_) return true;
    if (!lease_.acquire()) return false;
    lease_due_at_ = now + kRankerLeaseInterval;
    return true;
}

/// Begins the lists that are due, as many as there is room for.
void Ranker::take_due() {
    const auto steady_now = steady_clock::now();
    if (!works_.empty() && (steady_now < look_due_at_ || works_.size() == kWorksMax)) return;
    look_due_at_ = steady_now + kRankInterval;
    std::erase_if(failed_, [&](const Failed& failed) { return failed.until <= steady_now; });
    const Time now = clock_();
    std::vector<store::DueRanking> due;
    session_.transaction(
        [&](database::Session& session) { due = store::due_rankings(session, now, max_age_, kFoundMax); });
    for (const auto& [key, is_new] : due) {
        if (may_begin(key, is_new)) works_.push_back({key, is_new, now, store::begin_scan(key, now)});
    }
}

bool Ranker::may_begin(const analytics::ListKey& key, bool is_new) const {
    const auto has_its_key = [&](const auto& other) { return other.key == key; };
    if (std::any_of(works_.begin(), works_.end(), has_its_key)) return false;
    if (std::any_of(failed_.begin(), failed_.end(), has_its_key)) return false;
    const auto renewals = std::count_if(works_.begin(), works_.end(), [](const Work& work) { return !work.is_new; });
    return works_.size() < kWorksMax && (is_new || static_cast<std::size_t>(renewals) < kRenewalsMax);
}

void Ranker::go_on_with_next() {
    next_ = next_ < works_.size() ? next_ : 0;
    auto& work = works_[next_];
    if (go_on_with(work)) {
        ++next_;
    } else {
        works_.erase(works_.begin() + static_cast<std::ptrdiff_t>(next_));
    }
}

/// Reads the next part of the list, and writes the list if that was the last one. False if there is nothing more to do
/// for it.
bool Ranker::go_on_with(Work& work) {
    const auto began_at = steady_clock::now();
    try {
        const bool has_more = work.scan->read_part(session_);
        work.cost += steady_clock::now() - began_at;
        if (has_more) return true;
        finish(work);
    } catch (const database::Unavailable&) {
        throw;
    } catch (const std::exception& fault) {
        runtime::counters().analytics_ranking_failures.add();
        log::error("a list could not be made; it is tried again in a minute",
                   {{"chat_id", work.key.chat.to_string()},
                    {"kind", code_of(work.key.kind)},
                    {"span", code_of(work.key.span)},
                    {"reaction", analytics::code_of(work.key.reaction)},
                    {"error", fault.what()}});
        failed_.push_back({work.key, steady_clock::now() + kAgainAfterFailure});
    }
    return false;
}

void Ranker::finish(Work& work) {
    const auto began_at = steady_clock::now();
    auto items = work.scan->items(session_);
    work.cost += steady_clock::now() - began_at;
    const auto cost = std::chrono::ceil<milliseconds>(work.cost);
    const store::MadeRanking made{work.key, work.began_at, cost, std::move(items)};
    session_.transaction([&](database::Session& session) { store::write_ranking(session, made); });
    runtime::counters().analytics_rankings_computed.add();
    runtime::counters().analytics_ranking_milliseconds.observe(static_cast<std::uint64_t>(cost.count()));
}

/// Somebody waits for a list that is in work.
bool Ranker::is_awaited() const {
    return std::any_of(works_.begin(), works_.end(), [](const Work& work) { return work.is_new; });
}

/// False if there is no time left, because the process stops.
bool Ranker::rest() {
    const auto rest = duty_.rest() - (is_awaited() ? kRestPutOff : steady_clock::duration::zero());
    std::unique_lock lock{mutex_};
    return !wake_up_.wait_for(lock, rest, [this] { return is_stopping_; });
}

void Ranker::stop() {
    {
        const std::lock_guard lock{mutex_};
        is_stopping_ = true;
    }
    wake_up_.notify_all();
}

}  // namespace likes::background
