#include "background/analytics/audit.hpp"

#include <algorithm>
#include <exception>
#include <limits>
#include <utility>

#include "analytics/comparison.hpp"
#include "database/errors.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "service/settings.hpp"

namespace likes::background {
namespace {

using Outcome = store::NumbersAuditor::Outcome;
using std::chrono::steady_clock;

/// A part is followed by a pause of so many times its length, and of at most so long.
constexpr int kPausePerAudit = 4;
constexpr std::chrono::seconds kLongestPause{2};

/// How long nothing is compared where too much waits to be counted.
constexpr std::chrono::seconds kTimeToCount{60};

/// How many large chats are remembered for the night. Others are met again in the next round.
constexpr std::size_t kPostponedMax = 1000;

void report(const Uuid& chat, const analytics::Differences& corrected) {
    runtime::counters().analytics_drifted.add(corrected.drifted);
    if (corrected.drifted > 0) {
        log::error("numbers of a chat differed from its reactions and were corrected",
                   {{"chat_id", chat.to_string()}, {"numbers", corrected.drifted}});
    } else if (!corrected.empty()) {
        log::info("reactions of a chat that nobody had counted were added to its numbers",
                  {{"chat_id", chat.to_string()}, {"numbers", corrected.size()}});
    }
}

}  // namespace

Audit::Audit(const runtime::Config& config, Clock clock)
    : clock_{std::move(clock)},
      // The lease outlasts the pauses, so that the same process compares all chats.
      lease_{database::Session{service::session_settings(config)}, "analytics-audit",
             std::chrono::ceil<std::chrono::seconds>(kInterval) + kLongestPause + store::Lease::kDuration},
      auditor_{database::Session{service::patient_session_settings(config)}, clock_} {}

void Audit::run_once() {
    if (clock_() < not_before_ || !lease_.acquire()) return;
    renewed_at_ = steady_clock::now();
    if (is_night() && !postponed_.empty()) {
        const Uuid chat = *postponed_.begin();
        if (compare(chat)) postponed_.erase(chat);
    } else if (const auto chat = auditor_.chat_after(position_)) {
        if (compare(*chat)) position_ = *chat;
    } else {
        end_round();
    }
}

void Audit::stop() {
    {
        const std::scoped_lock lock{mutex_};
        is_stopped_ = true;
    }
    wake_up_.notify_all();
}

bool Audit::is_night() const {
    using std::chrono::hours;
    const Time now = clock_();
    const auto hour = now - std::chrono::floor<std::chrono::days>(now);
    return hours{2} <= hour && hour < hours{5};
}

/// Between two parts of a comparison: false if it has to end.
bool Audit::pause(steady_clock::duration cost) {
    {
        std::unique_lock lock{mutex_};
        const auto length = std::min<steady_clock::duration>(cost * kPausePerAudit, kLongestPause);
        if (wake_up_.wait_for(lock, length, [this] { return is_stopped_; })) return false;
    }
    const auto now = steady_clock::now();
    if (now - renewed_at_ < kLongestPause) return true;
    renewed_at_ = now;
    return lease_.acquire();
}

/// False if the chat has to be compared once more.
bool Audit::compare(const Uuid& chat) try {
    const auto rows_max = is_night() ? std::numeric_limits<std::size_t>::max() : kRowsByDay;
    const auto result = auditor_.compare(chat, rows_max, [this](auto cost) { return pause(cost); });
    switch (result.outcome) {
        case Outcome::kStopped:
            return false;
        case Outcome::kTooMuchWaits:
            not_before_ = clock_() + kTimeToCount;
            log::warning("so many changes wait to be counted that no chat's numbers are audited for a while",
                         {{"seconds", kTimeToCount.count()}});
            return false;
        case Outcome::kTooLarge:
            if (postponed_.size() < kPostponedMax) postponed_.insert(chat);
            return true;
        case Outcome::kCompared:
            break;
    }
    if (!auditor_.correct(chat, result)) return false;
    report(chat, result.differences);
    return true;
} catch (const database::Unavailable&) {
    throw;
} catch (const std::exception& fault) {
    // A row that cannot be read must not keep the other chats from being compared.
    log::error("the numbers of a chat could not be compared with its reactions",
               {{"chat_id", chat.to_string()}, {"error", fault.what()}});
    return true;
}

void Audit::end_round() {
    using std::chrono::floor;
    using std::chrono::seconds;
    runtime::counters().analytics_audited_at.set(floor<seconds>(clock_()).time_since_epoch().count());
    position_ = {};
}

}  // namespace likes::background
