#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace likes::mail {

/// The header of a mail (RFC 5322 section 2.2), and the only place that writes one: whatever is to become a header
/// passes its check, so none can end where another begins.
class Headers {
  public:
    /// RFC 5322 section 2.1.1: a line must not be longer, and should not be.
    static constexpr std::size_t kLineMax = 998;
    static constexpr std::size_t kLineWanted = 78;

    /// Appends a header; folds its value at single blanks. Throws std::invalid_argument unless the name is of printable
    /// ASCII without a colon, the value of the characters 0x20 to 0x7E, beginning and ending with another than a blank,
    /// and each line short enough.
    void add(std::string_view name, std::string_view value);

    /// All of them, each with its CRLF.
    const std::string& str() const { return text_; }

  private:
    std::string text_;
};

/// A text as it stands in a header: as it is, or in encoded words (RFC 2047), B-encoded, each of whole characters and
/// at most 75 long, with blanks between them. REQUIRES: the text is UTF-8.
std::string encoded_words(std::string_view text);

}  // namespace likes::mail
