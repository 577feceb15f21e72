#pragma once

#include <functional>
#include <string>

namespace likes::plugin {

enum class Level { kNotice, kWarning };

/// Writes one line to the broker's log: never a token, never text that a client could choose. Must not throw.
using Log = std::function<void(Level, const std::string&)>;

}  // namespace likes::plugin
