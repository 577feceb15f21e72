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
    };

    /// Reads `code=emoji,code=emoji…`: 1 to 32 reactions, no code and no emoji twice, `like` among them. An emoji is
    /// UTF-8, not just ASCII, and without control characters. Throws std::invalid_argument, which says what is wrong.
    static ReactionCatalog parse(std::string_view text);

    const std::vector<Entry>& entries() const { return entries_; }

    /// The reaction that a client names, by its code or by its emoji, with or without the variation selector U+FE0F
    /// (❤ and ❤️ are one reaction). Nullopt if it is not on the list.
    std::optional<Reaction> find(std::string_view name) const;

    /// The reaction's emoji; empty if the reaction is not on the list (any more).
    std::string_view emoji_of(const Reaction& reaction) const;

  private:
    std::vector<Entry> entries_;
};

}  // namespace likes
