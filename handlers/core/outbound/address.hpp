#pragma once

#include <array>
#include <cstdint>

/// Which IP addresses are anybody's in the internet, and not some machine's beside ours.
namespace likes::outbound {

/// Most significant byte first.
using Ipv4 = std::array<std::uint8_t, 4>;
using Ipv6 = std::array<std::uint8_t, 16>;

/// Whether the address is globally reachable by the IANA IPv4 Special-Purpose Address Registry (RFC 6890): not this
/// network, private, shared (RFC 6598), loopback, link-local, documentation, benchmarking, multicast or reserved.
bool is_public(const Ipv4& address);

/// The same by the registry of IPv6. Only what is assigned as global unicast (2000::/3) is; of that neither
/// documentation, nor Teredo and the other protocol assignments, nor 6to4, which hides an IPv4 address. So are refused
/// loopback, link-local, unique-local, multicast, and IPv4 addresses in another form (mapped, NAT64).
bool is_public(const Ipv6& address);

}  // namespace likes::outbound
