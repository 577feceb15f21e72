#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Texts from outside, such as names, that are to stand in a mail.
namespace likes::mail {

/// Whether the text may: UTF-8 without control characters, line ends of any kind, and what turns the direction of the
/// writing around it. Whoever has a text of another form must do without it.
bool is_one_line(std::string_view text);

/// The text, cut after at most `max` characters, the last of which is an ellipsis then. REQUIRES: it is UTF-8, and max
/// is 1 or more.
std::string shortened(std::string_view text, std::size_t max);

}  // namespace likes::mail
