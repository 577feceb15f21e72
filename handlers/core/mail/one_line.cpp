#include "mail/one_line.hpp"

#include <cstdint>

#include <unicode/uchar.h>
#include <unicode/utf8.h>

namespace likes::mail {
namespace {

/// Embeddings, overrides and isolates (UAX #9): what follows them would be shown in another order.
bool turns_direction(UChar32 character) {
    return (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
}

bool may_stand_in_a_line(UChar32 character) {
    switch (u_charType(character)) {
        case U_CONTROL_CHAR:
        case U_LINE_SEPARATOR:
        case U_PARAGRAPH_SEPARATOR:
            return false;
        default:
            return !turns_direction(character);
    }
}

}  // namespace

bool is_one_line(std::string_view text) {
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    for (std::size_t at = 0; at < text.size();) {
        UChar32 character = 0;
        U8_NEXT(bytes, at, text.size(), character);
        if (character < 0 || !may_stand_in_a_line(character)) return false;
    }
    return true;
}

std::string shortened(std::string_view text, std::size_t max) {
    const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
    std::size_t at = 0;
    std::size_t before_last = 0;
    for (std::size_t count = 0; count < max && at < text.size(); ++count) {
        before_last = at;
        U8_FWD_1(bytes, at, text.size());
    }
    if (at == text.size()) return std::string{text};
    return std::string{text.substr(0, before_last)} + "…";
}

}  // namespace likes::mail
