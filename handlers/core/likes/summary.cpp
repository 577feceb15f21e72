#include "likes/summary.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <stdexcept>

#include "base/text.hpp"

namespace likes {
namespace {

template <class Number>
Number require_number(std::string_view text) {
    const auto value = parse_number<Number>(text);
    if (!value) throw std::runtime_error("summary: a liker has a malformed number");
    return *value;
}

void append_number(std::string& text, auto number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    text.append(digits.data(), end);
}

}  // namespace

bool needs_older_likers(const Summary& summary, const RecentLikersLimit& recent_limit, std::size_t unlikes) {
    if (summary.holds_everybody()) return false;
    return summary.recent.size() < recent_limit.liked_by_max + unlikes;
}

bool contradicts_itself(const Summary& summary) {
    const auto& recent = summary.recent;
    if (recent.size() > summary.total) return true;
    const auto is_out_of_order = [](const Liker& one, const Liker& next) { return one.version >= next.version; };
    return std::adjacent_find(recent.begin(), recent.end(), is_out_of_order) != recent.end() ||
           (!recent.empty() && recent.back().version > summary.version);
}

std::string format_likers(const std::vector<Liker>& likers) {
    std::string text;
    for (const auto& liker : likers) {
        if (!text.empty()) text += ' ';
        text += liker.user.str();
        text += ',';
        append_number(text, liker.version);
        text += ',';
        append_number(text, liker.since.time_since_epoch().count());
    }
    return text;
}

std::vector<Liker> parse_likers(std::string_view text) {
    if (text.ends_with(' ')) throw std::runtime_error("summary: the list of likers is cut off");
    std::vector<Liker> likers;
    likers.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1);
    while (!text.empty()) {
        auto entry = take_until(text, ' ');
        auto user = UserId::parse(take_until(entry, ','));
        if (!user) throw std::runtime_error("summary: a liker has a malformed user id");
        const auto version = require_number<std::uint64_t>(take_until(entry, ','));
        const auto since = require_number<std::int64_t>(entry);
        likers.push_back({std::move(*user), version, std::chrono::sys_seconds{std::chrono::seconds{since}}});
    }
    return likers;
}

}  // namespace likes
