#include "notices/standing.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "base/text.hpp"

namespace likes::notices {
namespace {

std::vector<ReactionCount> most_frequent(const ReactionTotals& totals) {
    std::vector<ReactionCount> counts;
    for (const auto& [reaction, count] : totals) {
        if (count > 0) counts.push_back({reaction, count});
    }
    std::stable_sort(counts.begin(), counts.end(),
                     [](const auto& left, const auto& right) { return left.count > right.count; });
    if (counts.size() > kCountedReactionsMax) counts.erase(counts.begin() + kCountedReactionsMax, counts.end());
    return counts;
}

std::vector<Actor> newest_of(const std::vector<StandingReaction>& reactions) {
    std::vector<const StandingReaction*> shown;
    for (const auto& reaction : reactions) {
        if (!reaction.is_hidden) shown.push_back(&reaction);
    }
    // Whatever the order in which they were read, the same three are named.
    std::sort(shown.begin(), shown.end(), [](const auto* left, const auto* right) {
        return std::tie(right->at, left->user, left->reaction) < std::tie(left->at, right->user, right->reaction);
    });
    std::vector<Actor> newest;
    for (const auto* reaction : shown) {
        if (newest.size() == kNamedMax) break;
        const bool is_named =
            std::any_of(newest.begin(), newest.end(), [&](const Actor& actor) { return actor.user == reaction->user; });
        if (is_named) continue;
        newest.push_back({reaction->user, reaction->reaction, std::chrono::floor<std::chrono::seconds>(reaction->at)});
    }
    return newest;
}

}  // namespace

std::uint64_t Standing::total() const {
    return std::accumulate(reactions.begin(), reactions.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const ReactionCount& one) { return sum + one.count; });
}

Standing standing_of(const std::vector<StandingReaction>& all) {
    ReactionTotals totals;
    std::set<UserId> people;
    for (const auto& reaction : all) {
        if (reaction.is_hidden) continue;
        ++totals[reaction.reaction];
        people.insert(reaction.user);
    }
    const bool is_counted = all.size() <= kReactionsLookedAt;
    return {is_counted ? static_cast<std::uint32_t>(people.size()) : 0, most_frequent(totals), newest_of(all)};
}

Standing standing_of_many(const ReactionTotals& totals, const ReactionTotals& hidden,
                          const std::vector<StandingReaction>& newest) {
    auto shown = totals;
    for (const auto& [reaction, count] : hidden) {
        if (const auto found = shown.find(reaction); found != shown.end()) {
            found->second -= std::min(found->second, count);
        }
    }
    return {0, most_frequent(shown), newest_of(newest)};
}

std::string format_reactions(const std::vector<ReactionCount>& reactions) {
    std::string text;
    for (const auto& [reaction, count] : reactions) {
        if (!text.empty()) text += ',';
        text += reaction.code() + '=' + std::to_string(count);
    }
    return text;
}

std::string format_newest(const std::vector<Actor>& newest) {
    std::string text;
    for (const auto& actor : newest) {
        if (!text.empty()) text += ' ';
        text += actor.user.str() + ',' + actor.reaction.code() + ',' +
                std::to_string(actor.since.time_since_epoch().count());
    }
    return text;
}

std::vector<ReactionCount> parse_reactions(std::string_view text) {
    std::vector<ReactionCount> reactions;
    if (text.empty()) return reactions;
    for (auto part : split(text, ',')) {
        auto reaction = Reaction::parse(take_until(part, '='));
        const auto count = parse_number<std::uint32_t>(part);
        if (!reaction || !count) throw std::runtime_error{"the reactions of a notice are malformed"};
        reactions.push_back({*std::move(reaction), *count});
    }
    return reactions;
}

std::vector<Actor> parse_newest(std::string_view text) {
    std::vector<Actor> newest;
    if (text.empty()) return newest;
    for (auto part : split(text, ' ')) {
        auto user = UserId::parse(take_until(part, ','));
        auto reaction = Reaction::parse(take_until(part, ','));
        const auto seconds = parse_number<std::int64_t>(part);
        if (!user || !reaction || !seconds) throw std::runtime_error{"the newest people of a notice are malformed"};
        newest.push_back(
            {*std::move(user), *std::move(reaction), std::chrono::sys_seconds{std::chrono::seconds{*seconds}}});
    }
    return newest;
}

}  // namespace likes::notices
