#pragma once

#include <optional>
#include <string>

namespace likes::mqtt {

/// What a limit per address counts by: an IPv4 address whole, also one mapped into IPv6; of an IPv6 address the first
/// 64 bits, as one host has all the rest to itself. nullopt for loopback: the clients of nginx all come from there, and
/// nginx has limits of its own. A text that is no address is its own group.
std::optional<std::string> address_group(const std::string& address);

}  // namespace likes::mqtt
