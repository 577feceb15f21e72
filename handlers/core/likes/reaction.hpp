#pragma once

#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/uuid.hpp"

namespace likes {

/// A reaction that users put on messages, as the code under which it is stored: 1 to 32 of `a-z 0-9 _`.
class Reaction {
  public:
    /// ❤️, the reaction of the API's likes.
    static Reaction like() { return Reaction{"like"}; }

    /// The reaction of that code, or nullopt if the text cannot be one.
    static std::optional<Reaction> parse(std::string_view code);

    const std::string& code() const { return code_; }

    auto operator<=>(const Reaction&) const = default;

  private:
    explicit Reaction(std::string code) : code_{std::move(code)} {}

    std::string code_;
};

/// One reaction on one message, the target of a change. It has a count, a version and a row lock of its own. Writers
/// lock targets in the order of this type.
struct MessageReaction {
    Uuid message;
    Reaction reaction;

    auto operator<=>(const MessageReaction&) const = default;
};

}  // namespace likes

template <>
struct std::hash<likes::MessageReaction> {
    std::size_t operator()(const likes::MessageReaction& target) const noexcept {
        return std::hash<likes::Uuid>{}(target.message) ^ (std::hash<std::string>{}(target.reaction.code()) << 1U);
    }
};
