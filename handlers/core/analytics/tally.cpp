#include "analytics/tally.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "analytics/bucket.hpp"
#include "likes/change.hpp"
#include "likes/outbox_entry.hpp"

namespace likes::analytics {
namespace {

using std::chrono::sys_seconds;

/// The first and the last moment that the database has a bucket for.
constexpr sys_seconds kFirst{};
constexpr sys_seconds kLast = std::chrono::sys_days{std::chrono::year{9999} / 12 / 31};

QuarterDelta quarter_delta(Cause cause, Action action) {
    if (action == Action::kPut) return {.given = 1};
    if (cause == Cause::kErasure) return {.given = -1};
    return {.taken_back = 1};
}

class Counter {
  public:
    explicit Counter(const Senders& senders) : senders_{senders} {}

    void add(const FeedEntry& fed) {
        if (fed.cause == Cause::kCorrection) return;
        for (const auto& change : fed.entry.changes) {
            const auto moment = std::clamp(change.given_at, kFirst, kLast);
            add_to_quarters(fed.entry, quarter_of(moment), quarter_delta(fed.cause, change.action));
            add_to_days(fed.entry, day_of(moment), change);
        }
    }

    Tally finish() {
        std::erase_if(tally_.quarters, [](const auto& row) { return row.second == QuarterDelta{}; });
        std::erase_if(tally_.days, [](const auto& row) { return row.second == DayDelta{}; });
        return std::move(tally_);
    }

  private:
    void add_to_quarters(const OutboxEntry& entry, std::uint32_t quarter, const QuarterDelta& delta) {
        for (const auto& chat : {kDeployment, entry.chat}) {
            for (const auto& reaction : {std::string{kAllReactions}, entry.target.reaction.code()}) {
                auto& sum = tally_.quarters[{chat, reaction, quarter}];
                sum.given += delta.given;
                sum.taken_back += delta.taken_back;
            }
        }
    }

    void add_to_days(const OutboxEntry& entry, std::uint32_t day, const Change& change) {
        const auto sender = senders_.find(entry.target.message);
        const bool is_known = sender != senders_.end();
        if (is_known && sender->second == change.user) return;
        const int difference = change.action == Action::kPut ? 1 : -1;
        for (const auto& chat : {kDeployment, entry.chat}) {
            tally_.days[{chat, change.user, day}].given += difference;
            if (is_known) tally_.days[{chat, sender->second, day}].received += difference;
        }
    }

    const Senders& senders_;
    Tally tally_;
};

}  // namespace

Tally tally(std::span<const FeedEntry> entries, const Senders& senders) {
    Counter counter{senders};
    for (const auto& entry : entries) counter.add(entry);
    return counter.finish();
}

}  // namespace likes::analytics
