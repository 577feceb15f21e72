#include "notices/preferences.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace likes::notices {
namespace {

/// In the order of the enumerators.
constexpr std::array<std::string_view, 5> kTellCodes{"all", "daily", "first", "milestones", "off"};
constexpr std::array<std::string_view, 3> kPreviewCodes{"none", "names", "full"};
constexpr std::array<std::string_view, 3> kDigestCodes{"off", "daily", "weekly"};

}  // namespace

std::string_view code_of(Tell tell) {
    return kTellCodes.at(static_cast<std::size_t>(tell));
}

std::optional<Tell> parse_tell(std::string_view code) {
    const auto* const found = std::find(kTellCodes.begin(), kTellCodes.end(), code);
    if (found == kTellCodes.end()) return std::nullopt;
    return static_cast<Tell>(found - kTellCodes.begin());
}

std::string_view code_of(Preview preview) {
    return kPreviewCodes.at(static_cast<std::size_t>(preview));
}

std::optional<Preview> parse_preview(std::string_view code) {
    const auto* const found = std::find(kPreviewCodes.begin(), kPreviewCodes.end(), code);
    if (found == kPreviewCodes.end()) return std::nullopt;
    return static_cast<Preview>(found - kPreviewCodes.begin());
}

std::string_view code_of(Digest digest) {
    return kDigestCodes.at(static_cast<std::size_t>(digest));
}

std::optional<Digest> parse_digest(std::string_view code) {
    const auto* const found = std::find(kDigestCodes.begin(), kDigestCodes.end(), code);
    if (found == kDigestCodes.end()) return std::nullopt;
    return static_cast<Digest>(found - kDigestCodes.begin());
}

}  // namespace likes::notices
