#include "plugin/address.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include <arpa/inet.h>

namespace likes::plugin {
namespace {

constexpr std::size_t kIpv4Bytes = 4;
constexpr std::size_t kIpv6PrefixBytes = 8;
using Ipv6 = std::array<char, 16>;

constexpr Ipv6 kIpv6Loopback{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
constexpr std::array<char, 12> kMappedIpv4Prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, '\xFF', '\xFF'};

std::optional<std::string> ipv4_group(const char* bytes) {
    constexpr char kLoopbackNet = 127;
    if (bytes[0] == kLoopbackNet) return std::nullopt;
    return std::string{bytes, kIpv4Bytes};
}

}  // namespace

std::optional<std::string> address_group(const std::string& address) {
    std::array<char, kIpv4Bytes> ipv4{};
    if (::inet_pton(AF_INET, address.c_str(), ipv4.data()) == 1) return ipv4_group(ipv4.data());
    Ipv6 ipv6{};
    if (::inet_pton(AF_INET6, address.c_str(), ipv6.data()) != 1) return address;
    if (ipv6 == kIpv6Loopback) return std::nullopt;
    if (std::equal(kMappedIpv4Prefix.begin(), kMappedIpv4Prefix.end(), ipv6.begin())) {
        return ipv4_group(ipv6.data() + kMappedIpv4Prefix.size());
    }
    return std::string{ipv6.data(), kIpv6PrefixBytes};
}

}  // namespace likes::plugin
