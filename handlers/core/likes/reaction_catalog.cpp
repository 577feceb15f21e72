#include "likes/reaction_catalog.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace likes {
namespace {

/// The emoji without U+FE0F, which only asks for the colourful form and which keyboards add or leave out.
std::string bare(std::string_view emoji) {
    constexpr std::string_view kVariationSelector = "\xEF\xB8\x8F";
    std::string text{emoji};
    for (auto at = text.find(kVariationSelector); at != std::string::npos; at = text.find(kVariationSelector, at)) {
        text.erase(at, kVariationSelector.size());
    }
    return text;
}

}  // namespace

ReactionCatalog ReactionCatalog::parse(std::string_view text) {
    ReactionCatalog catalog;
    while (!text.empty()) {
        const auto end = text.find(',');
        const auto entry = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const auto equals = entry.find('=');
        auto reaction = Reaction::parse(entry.substr(0, equals));
        const std::string emoji{equals == std::string_view::npos ? "" : entry.substr(equals + 1)};
        if (!reaction || bare(emoji).empty()) throw std::invalid_argument{"reactions: '" + std::string{entry} + "'"};
        if (catalog.find(reaction->code()) || catalog.find(emoji)) {
            throw std::invalid_argument{"reactions: '" + std::string{entry} + "' is there twice"};
        }
        catalog.entries_.push_back({std::move(*reaction), emoji});
    }
    if (catalog.entries_.size() > kMax) throw std::invalid_argument{"reactions: more than 32"};
    if (!catalog.find(Reaction::like().code())) throw std::invalid_argument{"reactions: 'like' is missing"};
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
