#include "analytics/comparison.hpp"

#include <algorithm>

#include "analytics/bucket.hpp"

namespace likes::analytics {
namespace {

/// Whether the bucket had at least begun when counting began. That of number 0 ends where `first` begins.
bool precedes(std::uint32_t bucket, std::uint32_t first, const std::optional<std::uint32_t>& uncounted) {
    return !uncounted || std::max(bucket, first) <= *uncounted;
}

/// Whether a number of which something is stored and that differs so is wrong: what is of a time before anybody counted
/// may be missing.
bool is_drift(std::int64_t difference, bool precedes_counting) {
    return difference < 0 || (difference > 0 && !precedes_counting);
}

}  // namespace

Comparison::Comparison(const Moments& moments)
    : first_quarter_{quarter_of(moments.quarters_kept)}, first_day_{day_of(moments.days_kept)} {
    if (!moments.counting_since) return;
    uncounted_quarter_ = quarter_of(*moments.counting_since);
    uncounted_day_ = day_of(*moments.counting_since);
}

std::uint32_t Comparison::bucket_of_quarter(std::uint32_t quarter) const {
    return quarter < first_quarter_ ? 0 : quarter;
}

std::uint32_t Comparison::bucket_of_day(std::uint32_t day) const {
    return day < first_day_ ? 0 : day;
}

void Comparison::add_rows(std::string_view reaction, std::uint32_t quarter, std::int64_t count) {
    const auto bucket = bucket_of_quarter(quarter);
    quarters_[{std::string{reaction}, bucket}] += count;
    quarters_[{std::string{kAllReactions}, bucket}] += count;
}

void Comparison::add_rows_of_user(std::string_view user, const std::optional<std::string>& sender, std::uint32_t day,
                                  std::int64_t count) {
    const auto bucket = bucket_of_day(day);
    if (!sender) {
        orphans_of_user_[{std::string{user}, bucket}] += count;
        orphans_[bucket] += count;
    } else if (*sender != user) {
        users_[{std::string{user}, bucket}].given += count;
        users_[{*sender, bucket}].received += count;
    }
}

void Comparison::add_stored(std::string_view reaction, std::uint32_t quarter, std::int64_t standing) {
    is_stored_ = true;
    quarters_[{std::string{reaction}, bucket_of_quarter(quarter)}] -= standing;
}

void Comparison::add_stored_of_user(std::string_view user, std::uint32_t day, const UserSum& sum) {
    stored_users_.emplace(user);
    auto& stored = users_[{std::string{user}, bucket_of_day(day)}];
    stored.given -= sum.given;
    stored.received -= sum.received;
}

void Comparison::add_pending(const OutboxEntry& entry, const std::optional<std::string>& sender) {
    for (const auto& change : entry.changes) {
        const std::int64_t added = change.action == Action::kPut ? 1 : -1;
        const auto given_at = std::max(change.given_at, std::chrono::sys_seconds{});
        add_rows(entry.target.reaction.code(), quarter_of(given_at), -added);
        const auto& user = change.user.str();
        if (sender == user) continue;
        const auto day = bucket_of_day(day_of(given_at));
        users_[{user, day}].given -= added;
        if (sender) users_[{*sender, day}].received -= added;
    }
}

Differences Comparison::differences() const {
    Differences found;
    for (const auto& [key, difference] : quarters_) {
        if (difference == 0) continue;
        found.quarters.emplace(key, difference);
        const bool is_early = precedes(key.second, first_quarter_, uncounted_quarter_);
        if (is_stored_ && is_drift(difference, is_early)) ++found.drifted;
    }
    auto orphans = orphans_;
    for (auto [key, difference] : users_) {
        const auto given = orphans_of_user_.find(key);
        if (difference.given < 0 && given != orphans_of_user_.end()) {
            difference.given = std::min<std::int64_t>(0, difference.given + given->second);
        }
        if (difference == UserSum{}) continue;
        found.users.emplace(key, difference);
        auto received = difference.received;
        if (const auto left = orphans.find(key.second); received < 0 && left != orphans.end()) {
            const auto unknown = std::min(-received, left->second);
            received += unknown;
            left->second -= unknown;
        }
        const bool is_early = precedes(key.second, first_day_, uncounted_day_);
        if (!stored_users_.contains(key.first)) continue;
        if (is_drift(difference.given, is_early) || is_drift(received, is_early)) ++found.drifted;
    }
    return found;
}

}  // namespace likes::analytics
