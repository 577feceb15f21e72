#include <set>
#include <stdexcept>
#include <string>

#include "fuzz/fuzz.hpp"
#include "likes/reaction_catalog.hpp"

using namespace likes;

// The first line is a configured list, the second a name that a client uses.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    auto text = fuzz::text_of(data, size);
    const auto list = fuzz::take_line(text);
    try {
        const auto catalog = ReactionCatalog::parse(list);
        fuzz::require(catalog.entries().size() <= ReactionCatalog::kMax);
        std::set<Reaction> seen;
        for (const auto& entry : catalog.entries()) {
            fuzz::require(seen.insert(entry.reaction).second);
            fuzz::require(catalog.find(entry.reaction.code()) == entry.reaction);
            fuzz::require(catalog.find(entry.emoji) == entry.reaction);
            fuzz::require(catalog.emoji_of(entry.reaction) == entry.emoji);
            fuzz::require(entry.emoji.find('\0') == std::string::npos);
        }
        if (const auto named = catalog.find(text)) fuzz::require(seen.contains(*named));
    } catch (const std::invalid_argument&) {
        // What it says of a list that is none.
    }
    return 0;
}
