#pragma once

#include <string_view>

namespace likes::auth {

/// What a token may open beside the calls that are its user's anyway.
enum class Scope : unsigned {
    kAnalytics = 1,  ///< `likes:analytics`: the numbers of every chat, and of all chats together.
};

/// As the claim `scope` names it.
std::string_view name_of(Scope scope);

/// Some of the scopes there are; of a default one, none. A value of a few bytes.
class Scopes {
  public:
    Scopes() = default;

    /// Reads a claim `scope`: names with blanks between them, in any order (RFC 8693 section 4.2). Names are compared
    /// as they are, letter case included; those that are not ours are passed over. Any text is one, and its length is
    /// bounded by that of the token.
    static Scopes parse(std::string_view claim);

    bool contains(Scope scope) const { return (bits_ & static_cast<unsigned>(scope)) != 0; }

    bool operator==(const Scopes&) const = default;

  private:
    unsigned bits_ = 0;
};

}  // namespace likes::auth
