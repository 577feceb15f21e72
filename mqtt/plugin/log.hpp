#pragma once

#include <functional>
#include <string>

namespace likes::mqtt {

enum class Level { notice, warning };

/// Takes one line for the broker's log: never a token, never text that a client could choose. Must not throw.
using Log = std::function<void(Level, const std::string&)>;

}  // namespace likes::mqtt
