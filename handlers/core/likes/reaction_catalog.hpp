#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "likes/reaction.hpp"

namespace likes {

/// The reactions that a deployment knows, in the order in which they are shown.
class ReactionCatalog {
  public:
    static constexpr std::size_t kMax = 32;

    struct Entry {
        Reaction reaction;
        /// UTF-8, as it is shown.
        std::string emoji;
        /// The same without what makes no other reaction of it.
        std::string folded;
    };

    /// Reads `code=emoji,code=emoji…`: 1 to 32 reactions, no code and no emoji twice, `like` among them. An emoji is
    /// UTF-8, not just ASCII, and without control characters. Emoji that differ only in their skin tones are the same.
    /// Throws std::invalid_argument, which says what is wrong.
    static ReactionCatalog parse(std::string_view text);

    const std::vector<Entry>& entries() const { return entries_; }

    /// The reaction that a client names, by its code or by its emoji. Skin tones and variation selectors do not matter,
    /// because keyboards add them as their owners have set them: a thumb of any tone is the one without.
    /// Nullopt if it is not on the list.
    std::optional<Reaction> find(std::string_view name) const;

    bool contains(const Reaction& reaction) const { return !emoji_of(reaction).empty(); }

    /// The reaction's emoji; empty if the reaction is not on the list (any more).
    std::string_view emoji_of(const Reaction& reaction) const;

  private:
    std::vector<Entry> entries_;
};

}  // namespace likes
