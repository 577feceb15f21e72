#include "likes/change.hpp"

#include <algorithm>
#include <stdexcept>
#include <unordered_set>

namespace likes {
namespace {

/// Takes the next word from `text`. Words are separated by single spaces; a text that ends with a space is cut off.
std::string_view take_word(std::string_view& text) {
    const auto end = text.find(' ');
    const auto word = text.substr(0, end);
    if (end + 1 == text.size()) throw std::runtime_error("a list of changes is cut off");
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return word;
}

}  // namespace

std::vector<Change> last_of_each_user(const std::vector<Change>& changes) {
    std::unordered_set<UserId> seen;
    std::vector<Change> last;
    for (auto change = changes.rbegin(); change != changes.rend(); ++change) {
        if (seen.insert(change->user).second) last.push_back(*change);
    }
    std::reverse(last.begin(), last.end());
    return last;
}

std::string format_change(const Change& change) {
    return (change.action == Action::kPut ? '+' : '-') + change.user.str();
}

Change parse_change(std::string_view word) {
    const bool put = word.starts_with('+');
    auto user = UserId::parse(word.substr(word.empty() ? 0 : 1));
    if ((!put && !word.starts_with('-')) || !user) throw std::runtime_error("a change is malformed");
    return {std::move(*user), put ? Action::kPut : Action::kTakeBack};
}

std::string format_batches(const std::vector<ChangeBatch>& batches) {
    std::string text;
    for (const auto& batch : batches) {
        if (!text.empty()) text += ' ';
        text += '#' + batch.outbox_id.to_string();
        for (const auto& change : batch.list) text += ' ' + format_change(change);
    }
    return text;
}

std::vector<ChangeBatch> parse_batches(std::string_view text) {
    std::vector<ChangeBatch> batches;
    while (!text.empty()) {
        const auto word = take_word(text);
        if (word.starts_with('#')) {
            const auto id = Uuid::parse(word.substr(1));
            if (!id) throw std::runtime_error("a batch of changes has a malformed id");
            batches.push_back({*id, {}});
        } else {
            if (batches.empty()) throw std::runtime_error("a change belongs to no batch");
            batches.back().list.push_back(parse_change(word));
        }
    }
    const auto is_empty = [](const ChangeBatch& batch) { return batch.list.empty(); };
    if (std::any_of(batches.begin(), batches.end(), is_empty)) throw std::runtime_error("a batch has no changes");
    return batches;
}

}  // namespace likes
