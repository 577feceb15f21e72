#include "likes/reaction_catalog.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "base/text.hpp"
#include "base/utf8.hpp"

namespace likes {
namespace {

/// An emoji of two people or hands that are alike, and how it is written when they differ in their skin tones: as two
/// characters that are joined (Unicode's emoji-zwj-sequences.txt). The tones are left out here.
struct Pair {
    std::string_view joined;
    std::string_view base;
};
constexpr std::array<Pair, 6> kPairs{{
    {"\U0001FAF1\u200D\U0001FAF2", "\U0001F91D"},                              // handshake
    {"\U0001F469\u200D\U0001F91D\u200D\U0001F469", "\U0001F46D"},              // women holding hands
    {"\U0001F469\u200D\U0001F91D\u200D\U0001F468", "\U0001F46B"},              // woman and man holding hands
    {"\U0001F468\u200D\U0001F91D\u200D\U0001F468", "\U0001F46C"},              // men holding hands
    {"\U0001F9D1\u200D\u2764\u200D\U0001F9D1", "\U0001F491"},                  // couple with heart
    {"\U0001F9D1\u200D\u2764\u200D\U0001F48B\u200D\U0001F9D1", "\U0001F48F"},  // kiss
}};

/// The emoji without its skin tones and its variation selectors, which choose the colourful form or the plain one
/// (UTS 51, ED-8a, ED-9a and ED-13).
std::string folded(std::string_view emoji) {
    constexpr std::array<std::string_view, 7> kWithoutMeaning{"\uFE0E",     "\uFE0F",     "\U0001F3FB", "\U0001F3FC",
                                                              "\U0001F3FD", "\U0001F3FE", "\U0001F3FF"};
    std::string text;
    while (!emoji.empty()) {
        const auto* const passed = std::find_if(kWithoutMeaning.begin(), kWithoutMeaning.end(),
                                                [&](const auto character) { return emoji.starts_with(character); });
        if (passed == kWithoutMeaning.end()) text += emoji.front();
        emoji.remove_prefix(passed == kWithoutMeaning.end() ? 1 : passed->size());
    }
    for (const auto& [joined, base] : kPairs) {
        if (text == joined) return std::string{base};
    }
    return text;
}

/// True for a UTF-8 text that can be written into answers unchanged, and that cannot be mistaken for a code.
bool is_emoji(const std::string& text) {
    const auto is_control = [](char c) { return (c >= '\0' && c < ' ') || c == '\x7F'; };
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    return std::none_of(text.begin(), text.end(), is_control) && !std::all_of(text.begin(), text.end(), is_ascii);
}

}  // namespace

ReactionCatalog ReactionCatalog::parse(std::string_view text) {
    ReactionCatalog catalog;
    for (const auto entry : split(text, ',')) {
        auto emoji_text = entry;
        auto reaction = Reaction::parse(take_until(emoji_text, '='));
        const std::string emoji{emoji_text};
        if (!reaction || !is_utf8(emoji) || !is_emoji(folded(emoji)))
            throw std::invalid_argument{"reactions: '" + std::string{entry} + "' is not code=emoji, as in joy=😂"};
        if (catalog.find(reaction->code()) || catalog.find(emoji)) {
            throw std::invalid_argument{"reactions: '" + std::string{entry} + "' is given twice"};
        }
        catalog.entries_.push_back({std::move(*reaction), emoji, folded(emoji)});
    }
    if (catalog.entries_.size() > kMax) throw std::invalid_argument{"reactions: there are more than 32"};
    if (catalog.emoji_of(Reaction::like()).empty())
        throw std::invalid_argument{"reactions: one of them has to be 'like', as in like=❤️"};
    return catalog;
}

std::optional<Reaction> ReactionCatalog::find(std::string_view name) const {
    const std::string folded_name = folded(name);
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return entry.reaction.code() == name || entry.folded == folded_name;
    });
    if (found == entries_.end()) return std::nullopt;
    return found->reaction;
}

std::string_view ReactionCatalog::emoji_of(const Reaction& reaction) const {
    const auto found =
        std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.reaction == reaction; });
    return found == entries_.end() ? std::string_view{} : std::string_view{found->emoji};
}

}  // namespace likes
