#pragma once

#include <optional>
#include <string>

namespace likes::plugin {

/// The key by which the limit per address counts: the whole of an IPv4 address, also of one mapped into IPv6; the first
/// 64 bits of an IPv6 address, because one host has all the rest to itself. nullopt for loopback: the clients behind
/// nginx all come from there, and nginx has limits of its own. A text that is no address is its own key.
std::optional<std::string> address_group(const std::string& address);

}  // namespace likes::plugin
