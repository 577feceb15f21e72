#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/sha256.hpp"

namespace likes::mail {

/// An address that mail is sent to or from: `local@domain` as in RFC 5321 section 4.1.2, in ASCII, and of what that
/// allows only what is in use: no quoted local part, no comment, no literal IP address, a domain of two labels or more.
/// So it can stand in a header and in an SMTP command as it is.
class Address {
  public:
    /// RFC 5321 section 4.5.3.1 and erratum 1690.
    static constexpr std::size_t kMaxLength = 254;
    static constexpr std::size_t kLocalMaxLength = 64;

    static std::optional<Address> parse(std::string_view text);

    const std::string& str() const { return text_; }
    std::string_view local() const { return std::string_view{text_}.substr(0, at_); }
    std::string_view domain() const { return std::string_view{text_}.substr(at_ + 1); }

    bool operator==(const Address&) const = default;

  private:
    Address(std::string text, std::size_t at) : text_{std::move(text)}, at_{at} {}

    std::string text_;
    /// Where the `@` is.
    std::size_t at_;
};

/// Whether the text is the name of a host: labels of letters, digits and inner hyphens, two or more, the last of which
/// is no number.
bool is_domain(std::string_view text);

/// By what an address is remembered that mail to it came back, without the address: SHA-256 of it in lower case.
Sha256 hash_of(const Address& address);

}  // namespace likes::mail
