#include "notices/pushing.hpp"

#include <algorithm>
#include <array>

namespace likes::notices {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

/// After the policy's own.
constexpr std::array<seconds, 4> kLaterWaits{minutes{5}, hours{1}, hours{6}, hours{24}};

seconds wait_of(std::uint32_t step, const PushPolicy& policy) {
    if (step == 0) return policy.delay;
    return std::max(policy.delay, kLaterWaits.at(std::min<std::size_t>(step, kLaterWaits.size()) - 1));
}

/// The next time that clocks of the zone show kDailyAt.
Time next_daily(const analytics::Zone& zone, Time now) {
    const auto moment = std::chrono::ceil<seconds>(now);
    auto day = zone.day_at(moment);
    for (;; day += days{1}) {
        if (const auto due = zone.moment_of(day + kDailyAt); due > moment) return due;
    }
}

seconds token_interval(const PushPolicy& policy) {
    return seconds{hours{1}} / policy.per_hour;
}

}  // namespace

std::optional<Time> push_due(const PushNews& news, Tell wish, const analytics::Zone& zone, Time now,
                             const PushPolicy& policy) {
    const auto soon = now + wait_of(news.is_conversation ? 0 : news.step, policy);
    switch (wish) {
        case Tell::kAll:
            return soon;
        case Tell::kDaily:
            return news.is_first ? now + policy.delay : next_daily(zone, now);
        case Tell::kFirst:
            return news.is_first ? std::optional{now + policy.delay} : std::nullopt;
        case Tell::kMilestones:
            return news.is_milestone ? std::optional{soon} : std::nullopt;
        case Tell::kOff:
            return std::nullopt;
    }
    return std::nullopt;
}

std::uint32_t push_step_of(const std::optional<Notice>& before, std::uint32_t step, std::uint64_t seen_sequence) {
    const bool is_looked_at =
        !before || before->is_read || before->state == State::kPutAway || before->raised_sequence <= seen_sequence;
    return is_looked_at ? 0 : step;
}

bool is_worth_a_push(const DuePush& due) {
    return due.notice && is_unread(*due.notice, due.seen_sequence) && due.is_visible && !due.is_muted &&
           !due.is_deactivated && !due.is_expired && due.wants_pushes && due.wish != Tell::kOff;
}

std::optional<Time> quiet_until(const QuietHours& quiet, const analytics::Zone& zone, Time now) {
    if (quiet.from == quiet.to) return std::nullopt;
    const auto moment = std::chrono::floor<seconds>(now);
    const auto today = zone.day_at(moment);
    std::optional<Time> until;
    // Those that began yesterday may not be over.
    for (const auto day : {today - days{1}, today}) {
        const auto last_day = quiet.from < quiet.to ? day : day + days{1};
        const Time begin = zone.moment_of(day + minutes{quiet.from});
        const Time end = zone.last_moment_of(last_day + minutes{quiet.to});
        if (begin <= now && now < end) until = end;
    }
    return until;
}

PushBucket full_bucket(Time now, const PushPolicy& policy) {
    return {policy.per_hour, now};
}

PushBucket refilled(PushBucket bucket, Time now, const PushPolicy& policy) {
    if (policy.per_hour == 0) return {0, now};
    // A clock that was set back gives nothing, and takes nothing for long.
    if (now < bucket.refilled_at) bucket.refilled_at = now;
    const auto interval = token_interval(policy);
    const auto back = (now - bucket.refilled_at) / interval;
    if (back >= policy.per_hour || bucket.tokens + static_cast<std::uint32_t>(back) >= policy.per_hour) {
        return full_bucket(now, policy);
    }
    return {bucket.tokens + static_cast<std::uint32_t>(back), bucket.refilled_at + back * interval};
}

std::optional<Time> next_token_at(const PushBucket& bucket, const PushPolicy& policy) {
    if (policy.per_hour == 0) return std::nullopt;
    return bucket.refilled_at + token_interval(policy);
}

Pushing take_tokens(PushBucket& bucket, std::size_t notices) {
    if (bucket.tokens == 0) return Pushing::kLater;
    if (notices > bucket.tokens) {
        --bucket.tokens;
        return Pushing::kSummary;
    }
    bucket.tokens -= static_cast<std::uint32_t>(notices);
    return Pushing::kEach;
}

PushPlan plan_pushes(std::span<const DuePush> due, PushBucket& bucket, Time now, const PushPolicy& policy) {
    PushPlan plan;
    for (std::size_t i = 0; i < due.size(); ++i) {
        if (!is_worth_a_push(due[i])) {
            plan.dropped.push_back(i);
        } else if (due[i].quiet_until) {
            plan.later.emplace_back(i, *due[i].quiet_until);
        } else {
            plan.pushed.push_back(i);
        }
    }
    if (plan.pushed.empty()) return plan;
    bucket = refilled(bucket, now, policy);
    const auto is_daily = [&](std::size_t i) { return due[i].wish == Tell::kDaily; };
    const bool is_folded = plan.pushed.size() > 1 && std::any_of(plan.pushed.begin(), plan.pushed.end(), is_daily);
    const auto pushing = take_tokens(bucket, is_folded ? 1 : plan.pushed.size());
    plan.is_summary = is_folded || pushing == Pushing::kSummary;
    if (pushing != Pushing::kLater) return plan;
    plan.is_summary = false;
    const auto token_at = next_token_at(bucket, policy);
    for (const auto i : plan.pushed) {
        if (token_at) {
            plan.later.emplace_back(i, *token_at);
        } else {
            plan.dropped.push_back(i);
        }
    }
    plan.pushed.clear();
    return plan;
}

}  // namespace likes::notices
