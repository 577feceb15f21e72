#pragma once

#include <string>
#include <string_view>

/// Texts from outside that become part of a JSON text of ours, which is UTF-8 and nothing else.
namespace likes {

/// Whether all of the text is UTF-8 as Unicode has it: no longer form than needed, no surrogates, nothing above
/// U+10FFFF.
bool is_utf8(std::string_view text);

/// The text; each byte that is not part of a character is replaced by U+FFFD. Makes a copy in any case.
std::string to_utf8(std::string_view text);

}  // namespace likes
