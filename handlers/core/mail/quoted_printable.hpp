#pragma once

#include <string>
#include <string_view>

namespace likes::mail {

/// A text with `\n` as its line ends in quoted-printable (RFC 2045 section 6.7), with CRLF, in lines of at most 76
/// characters; a character of UTF-8 is in one line. It ends with a line end. Nowhere in it is `=_`.
std::string quoted_printable(std::string_view text);

}  // namespace likes::mail
