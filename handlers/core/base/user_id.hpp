#pragma once

#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace likes {

/// A user's id: the opaque text of a token's `sub`, 1 to 128 of `A-Z a-z 0-9 . _ ~ @ : - | / + =`. Every UserId has
/// that form, so it needs no escaping in JSON, in SQL or in a log, and holds no space, comma or `#`, by which the texts
/// in the tables are separated. It does need percent-encoding as a level of a topic or as a part of a path.
class UserId {
  public:
    static constexpr std::size_t kMaxLength = 128;
    /// The same in words, for an error.
    static constexpr std::string_view kForm = "1 to 128 of A-Z a-z 0-9 . _ ~ @ : - | / + =";

    static std::optional<UserId> parse(std::string_view text);

    const std::string& str() const { return text_; }

    auto operator<=>(const UserId&) const = default;

  private:
    explicit UserId(std::string text) : text_{std::move(text)} {}

    std::string text_;
};

}  // namespace likes

template <>
struct std::hash<likes::UserId> {
    std::size_t operator()(const likes::UserId& id) const noexcept { return std::hash<std::string>{}(id.str()); }
};
