#include "likes/deed.hpp"

#include <algorithm>
#include <stdexcept>
#include <unordered_set>

namespace likes {
namespace {

/// Splits off the next word. Words are separated by one space each; a text that ends with one does not end.
std::string_view take_word(std::string_view& text) {
    const auto end = text.find(' ');
    const auto word = text.substr(0, end);
    if (end + 1 == text.size()) throw std::runtime_error("a list of changes that does not end");
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return word;
}

Deed parse_deed(std::string_view word) {
    const bool put = word.starts_with('+');
    auto user = UserId::parse(word.substr(word.empty() ? 0 : 1));
    if ((!put && !word.starts_with('-')) || !user) throw std::runtime_error("a change that is none");
    return {std::move(*user), put ? Action::kPut : Action::kTakeBack};
}

}  // namespace

std::vector<Deed> last_of_each_user(const std::vector<Deed>& deeds) {
    std::unordered_set<UserId> seen;
    std::vector<Deed> last;
    for (auto deed = deeds.rbegin(); deed != deeds.rend(); ++deed) {
        if (seen.insert(deed->user).second) last.push_back(*deed);
    }
    std::reverse(last.begin(), last.end());
    return last;
}

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
    std::vector<Deed> deeds;
    while (!text.empty()) deeds.push_back(parse_deed(take_word(text)));
    return deeds;
}

std::string format_batches(const std::vector<Deeds>& batches) {
    std::string text;
    for (const auto& batch : batches) {
        if (!text.empty()) text += ' ';
        text += '#' + batch.outbox_id.to_string() + ' ' + format_deeds(batch.list);
    }
    return text;
}

std::vector<Deeds> parse_batches(std::string_view text) {
    std::vector<Deeds> batches;
    while (!text.empty()) {
        const auto word = take_word(text);
        if (word.starts_with('#')) {
            const auto id = Uuid::parse(word.substr(1));
            if (!id) throw std::runtime_error("a batch of changes with a bad id");
            batches.push_back({*id, {}});
        } else {
            if (batches.empty()) throw std::runtime_error("a change of no batch");
            batches.back().list.push_back(parse_deed(word));
        }
    }
    const auto is_empty = [](const Deeds& batch) { return batch.list.empty(); };
    if (std::any_of(batches.begin(), batches.end(), is_empty)) throw std::runtime_error("a batch of no changes");
    return batches;
}

}  // namespace likes
