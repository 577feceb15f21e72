#include "likes/like_change.hpp"

#include <stdexcept>

namespace likes {

std::string format_deeds(const std::vector<Deed>& deeds) {
    std::string text;
    for (const auto& deed : deeds) {
        if (!text.empty()) text += ' ';
        text += deed.action == Action::kPut ? '+' : '-';
        text += deed.user.str();
    }
    return text;
}

std::vector<Deed> parse_deeds(std::string_view text) {
    if (text.ends_with(' ')) throw std::runtime_error("outbox: a list of changes that does not end");
    std::vector<Deed> deeds;
    while (!text.empty()) {
        const auto end = text.find(' ');
        const auto entry = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const bool put = entry.starts_with('+');
        auto user = UserId::parse(entry.substr(entry.empty() ? 0 : 1));
        if ((!put && !entry.starts_with('-')) || !user) throw std::runtime_error("outbox: a change that is none");
        deeds.push_back({std::move(*user), put ? Action::kPut : Action::kTakeBack});
    }
    return deeds;
}

}  // namespace likes
