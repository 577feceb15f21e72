#include "likes/summary.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace likes {
namespace {

/// Splits off what stands before the first `separator`, or everything if there is none.
std::string_view take_until(std::string_view& text, char separator) {
    const auto end = text.find(separator);
    const auto head = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return head;
}

template <class Number>
Number parse_number(std::string_view text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw std::runtime_error("summary: a liker with a bad number");
    }
    return value;
}

void append_number(std::string& text, auto number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    text.append(digits.data(), end);
}

}  // namespace

bool needs_older_likers(const Summary& summary, const Window& window, std::size_t unlikes) {
    if (summary.holds_everybody()) return false;
    return summary.recent.size() < window.liked_by_max + unlikes;
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
    if (text.ends_with(' ')) throw std::runtime_error("summary: a list of likers that does not end");
    std::vector<Liker> likers;
    likers.reserve(static_cast<std::size_t>(std::count(text.begin(), text.end(), ' ')) + 1);
    while (!text.empty()) {
        auto entry = take_until(text, ' ');
        auto user = UserId::parse(take_until(entry, ','));
        if (!user) throw std::runtime_error("summary: a liker with a bad user id");
        const auto version = parse_number<std::uint64_t>(take_until(entry, ','));
        const auto since = parse_number<std::int64_t>(entry);
        likers.push_back({std::move(*user), version, std::chrono::sys_seconds{std::chrono::seconds{since}}});
    }
    return likers;
}

}  // namespace likes
