#pragma once

#include <string>
#include <string_view>

#include "notices/preferences.hpp"

namespace likes::endpoints {

/// Whose settings they are: those that hold everywhere, or those of a chat, of which each may say nothing.
enum class Scope { kEverywhere, kChat };

/// `{"likes":"all","muted_until":null}`. Of a chat, what is not said is null.
std::string preferences_json(const notices::Preferences& preferences, Scope scope);

/// Reads such a text. What is left out is not said. A moment is kept in whole seconds, as it is answered. Throws
/// Problem 400 that names the member that is wrong, and one of another name as well.
notices::Preferences require_preferences(std::string_view body, Scope scope);

}  // namespace likes::endpoints
