#pragma once

#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ids/uuid.hpp"

namespace likes {

/// What a user puts on a message, as the code under which it is stored: 1 to 32 of `a-z 0-9 _`.
class Reaction {
  public:
    /// ❤️, the one that the like API speaks of.
    static Reaction like() { return Reaction{"like"}; }

    /// The reaction of that code, or nullopt if the text cannot be one.
    static std::optional<Reaction> parse(std::string_view code);

    const std::string& code() const { return code_; }

    auto operator<=>(const Reaction&) const = default;

  private:
    explicit Reaction(std::string code) : code_{std::move(code)} {}

    std::string code_;
};

/// One reaction on one message: what has a count, a version and a row lock of its own. The order is the order in which
/// writers lock.
struct Subject {
    Uuid message;
    Reaction reaction;

    auto operator<=>(const Subject&) const = default;
};

}  // namespace likes

template <>
struct std::hash<likes::Subject> {
    std::size_t operator()(const likes::Subject& subject) const noexcept {
        return std::hash<likes::Uuid>{}(subject.message) ^ (std::hash<std::string>{}(subject.reaction.code()) << 1U);
    }
};
