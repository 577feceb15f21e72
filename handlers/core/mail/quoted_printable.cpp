#include "mail/quoted_printable.hpp"

#include <cstddef>

#include "base/text.hpp"

namespace likes::mail {
namespace {

/// Without the `=` of a soft line end.
constexpr std::size_t kQuotedLineMax = 75;

/// One byte. A blank at the end of a line would get lost on the way.
std::string quote(char c, bool is_last_of_line) {
    const bool is_blank = (c == ' ' || c == '\t') && !is_last_of_line;
    if (is_blank || (c > ' ' && c <= '~' && c != '=')) return {c};
    constexpr std::string_view kHex = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    return {'=', kHex[byte >> 4U], kHex[byte & 15U]};
}

/// Whether the byte goes on with a character of UTF-8.
bool continues(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

void append_line(std::string_view line, std::string& out) {
    constexpr std::size_t kBytesOfCharacterMax = 4;
    std::size_t width = 0;
    for (std::size_t begin = 0; begin < line.size();) {
        auto end = begin + 1;
        while (end < line.size() && end - begin < kBytesOfCharacterMax && continues(line[end])) ++end;
        std::string character;
        for (auto at = begin; at < end; ++at) character += quote(line[at], at + 1 == line.size());
        if (width + character.size() > kQuotedLineMax) {
            out += "=\r\n";
            width = 0;
        }
        out += character;
        width += character.size();
        begin = end;
    }
    out += "\r\n";
}

}  // namespace

std::string quoted_printable(std::string_view text) {
    std::string out;
    if (text.ends_with('\n')) text.remove_suffix(1);
    for (const auto line : split(text, '\n')) append_line(line, out);
    return out;
}

}  // namespace likes::mail
