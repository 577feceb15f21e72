#include "likes/reaction.hpp"

#include <algorithm>

namespace likes {

std::optional<Reaction> Reaction::parse(std::string_view code) {
    constexpr std::size_t kMaxLength = 32;
    if (code.empty() || code.size() > kMaxLength) return std::nullopt;
    const bool valid = std::all_of(code.begin(), code.end(),
                                   [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
    if (!valid) return std::nullopt;
    return Reaction{std::string{code}};
}

}  // namespace likes
