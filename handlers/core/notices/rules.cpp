#include "notices/rules.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace likes::notices {
namespace {

/// What is new to the author.
struct News {
    std::vector<UserId> people;
    /// The greatest number of reactions that is news or was.
    std::uint32_t milestone = 0;
    bool is_milestone_new = false;

    bool any() const { return !people.empty() || is_milestone_new; }
};

bool stands(const Facts& facts) {
    return !facts.is_deleted && facts.standing.total() > 0;
}

News news_of(const std::optional<Notice>& before, const Facts& facts, const Policy& policy) {
    News news;
    if (before) news.milestone = before->milestone;
    if (!stands(facts) || !facts.is_member) return news;
    if (facts.wants_news) {
        for (const auto& user : facts.reacting) {
            if (facts.known_count + news.people.size() >= policy.known_max) break;
            if (!facts.known.contains(user)) news.people.push_back(user);
        }
    }
    if (facts.known_count + news.people.size() < policy.known_max) return news;
    if (const auto milestone = milestone_of(facts.standing.total()); milestone > news.milestone) {
        // One that is reached while the author wants no news is none afterwards either.
        news.is_milestone_new = facts.wants_news;
        news.milestone = milestone;
    }
    return news;
}

/// Whether a notice that was withdrawn is in the list again, without news: because of somebody whom the author has
/// heard of, or because it remembers so many that nobody would be news any more.
bool comes_back(const Facts& facts, const Policy& policy) {
    return !facts.known.empty() || facts.known_count >= policy.known_max;
}

State state_after(State before, const Facts& facts, const News& news, const Policy& policy) {
    if (!facts.is_member) return State::kPutAway;
    if (news.any()) return State::kStands;
    if (before == State::kPutAway) return State::kPutAway;
    if (!stands(facts)) return State::kWithdrawn;
    if (before == State::kWithdrawn && !comes_back(facts, policy)) return State::kWithdrawn;
    return State::kStands;
}

/// `is_added`: whether the author has neither read nor dismissed what was new before.
void raise(Notice& notice, const News& news, bool is_added, std::uint64_t sequence, Time now) {
    const auto people = static_cast<std::uint32_t>(news.people.size());
    notice.new_since_read = people + (is_added ? notice.new_since_read : 0);
    notice.is_read = false;
    notice.raised_sequence = sequence;
    notice.raised_at = now;
}

Outcome outcome_of(const std::optional<Notice>& before, const Notice& after, const News& news) {
    if (news.any()) return Outcome::kRaised;
    if (*before == after) return Outcome::kUnchanged;
    if (after.state == State::kStands) return Outcome::kChanged;
    return before->state == State::kStands ? Outcome::kWithdrawn : Outcome::kChangedUnseen;
}

}  // namespace

std::uint32_t milestone_of(std::uint64_t reactions) {
    constexpr std::uint64_t kFirst = 250;
    std::uint64_t milestone = 0;
    // 250, 500, 1,000, and each of them times 10, 100, …
    for (std::uint64_t decade = kFirst; decade <= std::numeric_limits<std::uint32_t>::max(); decade *= 10) {
        for (const auto factor : {1U, 2U, 4U}) {
            if (const auto number = decade * factor;
                number <= reactions && number <= std::numeric_limits<std::uint32_t>::max()) {
                milestone = number;
            }
        }
    }
    return static_cast<std::uint32_t>(milestone);
}

Next apply(const std::optional<Notice>& before, const Facts& facts, std::uint64_t sequence, Time now,
           const Policy& policy) {
    auto news = news_of(before, facts, policy);
    if (!before && !news.any()) return {};

    auto after = before.value_or(Notice{});
    after.chat = facts.chat;
    after.state = state_after(after.state, facts, news, policy);
    after.standing = facts.is_deleted ? Standing{} : facts.standing;
    after.milestone = news.milestone;
    if (news.any()) {
        const bool is_added = before && !before->is_read && before->state != State::kPutAway;
        raise(after, news, is_added, sequence, now);
    }
    // Of those who were new some may have taken it back.
    if (after.standing.actors > 0) after.new_since_read = std::min(after.new_since_read, after.standing.actors);

    Next next{.outcome = outcome_of(before, after, news), .notice = after, .remembered = std::move(news.people)};
    if (next.outcome == Outcome::kUnchanged || next.outcome == Outcome::kChangedUnseen) return next;
    next.notice->sequence = sequence;
    next.notice->changed_at = now;
    next.is_told = next.outcome != Outcome::kChanged || facts.wants_news;
    return next;
}

}  // namespace likes::notices
