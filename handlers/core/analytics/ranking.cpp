#include "analytics/ranking.hpp"

#include <algorithm>
#include <tuple>

#include "analytics/bucket.hpp"

namespace likes::analytics {

std::string_view code_of(Kind kind) {
    return kKinds.at(static_cast<std::size_t>(kind));
}

std::optional<Kind> parse_kind(std::string_view code) {
    const auto* const found = std::find(kKinds.begin(), kKinds.end(), code);
    if (found == kKinds.end()) return std::nullopt;
    return static_cast<Kind>(found - kKinds.begin());
}

std::string_view code_of(const std::optional<Reaction>& reaction) {
    return reaction ? std::string_view{reaction->code()} : kAllReactions;
}

bool precedes(const CountedMessage& one, const CountedMessage& other) {
    return std::tie(other.count, other.created_at, one.message) < std::tie(one.count, one.created_at, other.message);
}

bool precedes(const CountedUser& one, const CountedUser& other) {
    return std::tie(other.count, one.user) < std::tie(one.count, other.user);
}

bool precedes(const CountedChat& one, const CountedChat& other) {
    return std::tie(other.count, one.chat) < std::tie(one.count, other.chat);
}

}  // namespace likes::analytics
