#include "likes/reaction_catalog.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <rapidjson/encodings.h>
#include <rapidjson/memorystream.h>

#include "base/text.hpp"

namespace likes {
namespace {

/// The emoji without U+FE0F, which only selects the colourful form, and which some keyboards add and others leave out.
std::string bare(std::string_view emoji) {
    constexpr std::string_view kVariationSelector = "\xEF\xB8\x8F";
    std::string text{emoji};
    for (auto at = text.find(kVariationSelector); at != std::string::npos; at = text.find(kVariationSelector, at)) {
        text.erase(at, kVariationSelector.size());
    }
    return text;
}

/// True for a text that can be written into answers unchanged, and that cannot be mistaken for a code.
bool is_emoji(const std::string& text) {
    const auto is_control = [](char c) { return (c >= '\0' && c < ' ') || c == '\x7F'; };
    if (std::any_of(text.begin(), text.end(), is_control)) return false;
    if (std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
        return false;
    // A stream that knows its end, because Decode reads on behind a character that is cut short.
    rapidjson::MemoryStream stream{text.data(), text.size()};
    unsigned character = 0;
    while (stream.Tell() < text.size()) {
        if (!rapidjson::UTF8<>::Decode(stream, &character)) return false;
    }
    return true;
}

}  // namespace

ReactionCatalog ReactionCatalog::parse(std::string_view text) {
    ReactionCatalog catalog;
    for (const auto entry : split(text, ',')) {
        auto emoji_text = entry;
        auto reaction = Reaction::parse(take_until(emoji_text, '='));
        const std::string emoji{emoji_text};
        if (!reaction || !is_emoji(bare(emoji)))
            throw std::invalid_argument{"reactions: '" + std::string{entry} + "' is not code=emoji, as in joy=😂"};
        if (catalog.find(reaction->code()) || catalog.find(emoji)) {
            throw std::invalid_argument{"reactions: '" + std::string{entry} + "' is given twice"};
        }
        catalog.entries_.push_back({std::move(*reaction), emoji});
    }
    if (catalog.entries_.size() > kMax) throw std::invalid_argument{"reactions: there are more than 32"};
    if (catalog.emoji_of(Reaction::like()).empty())
        throw std::invalid_argument{"reactions: one of them has to be 'like', as in like=❤️"};
    return catalog;
}

std::optional<Reaction> ReactionCatalog::find(std::string_view name) const {
    const std::string bare_name = bare(name);
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
        return entry.reaction.code() == name || bare(entry.emoji) == bare_name;
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
