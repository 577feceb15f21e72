#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace likes {

/// A UUID (RFC 9562) as its 16 bytes, most significant first. Any bit pattern is valid.
class Uuid {
  public:
    using Bytes = std::array<std::uint8_t, 16>;

    constexpr Uuid() = default;
    constexpr explicit Uuid(const Bytes& bytes) : bytes_{bytes} {}

    /// Reads the canonical form of 36 characters, in either letter case. Nothing else is accepted: no braces, no `urn:`
    /// prefix, no form without hyphens.
    static std::optional<Uuid> parse(std::string_view text);

    /// Reads the 32 digits of to_hex(), in either letter case.
    static std::optional<Uuid> parse_hex(std::string_view digits);

    /// Takes the 16 bytes as the database returns them; nullopt for any other length.
    static std::optional<Uuid> from_bytes(std::string_view bytes);

    /// The canonical form, in lower case.
    std::string to_string() const;

    /// The canonical form without its hyphens: 32 digits.
    std::string to_hex() const;

    const Bytes& bytes() const { return bytes_; }

    auto operator<=>(const Uuid&) const = default;

  private:
    Bytes bytes_{};
};

}  // namespace likes

template <>
struct std::hash<likes::Uuid> {
    std::size_t operator()(const likes::Uuid& id) const noexcept;
};
