#pragma once

#include <string>

namespace likes::relay {

/// Names this process among all relays: `host:pid`, at most 64 characters.
std::string holder_name();

}  // namespace likes::relay
