#include "outbound/address.hpp"

#include <algorithm>
#include <cstddef>

namespace likes::outbound {
namespace {

template <class Address>
struct Network {
    Address address;
    std::size_t bits;
};

constexpr std::array<Network<Ipv4>, 16> kSpecial4{{
    {{0, 0, 0, 0}, 8},        // this network
    {{10, 0, 0, 0}, 8},       // private
    {{100, 64, 0, 0}, 10},    // shared with a carrier's NAT
    {{127, 0, 0, 0}, 8},      // loopback
    {{169, 254, 0, 0}, 16},   // link-local; clouds tell secrets there
    {{172, 16, 0, 0}, 12},    // private
    {{192, 0, 0, 0}, 24},     // protocol assignments
    {{192, 0, 2, 0}, 24},     // documentation
    {{192, 31, 196, 0}, 24},  // AS112
    {{192, 88, 99, 0}, 24},   // 6to4 relays, deprecated
    {{192, 168, 0, 0}, 16},   // private
    {{198, 18, 0, 0}, 15},    // benchmarking
    {{198, 51, 100, 0}, 24},  // documentation
    {{203, 0, 113, 0}, 24},   // documentation
    {{224, 0, 0, 0}, 4},      // multicast
    {{240, 0, 0, 0}, 4},      // reserved, and broadcast
}};

constexpr Network<Ipv6> kUnicast{{0x20}, 3};
constexpr std::array<Network<Ipv6>, 4> kSpecial6{{
    {{0x20, 0x01, 0x00}, 23},        // protocol assignments, Teredo among them
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x20, 0x02}, 16},              // 6to4
    {{0x3f, 0xff, 0x00}, 20},        // documentation
}};

template <class Address>
bool is_in(const Address& address, const Network<Address>& network) {
    for (std::size_t bit = 0; bit < network.bits; ++bit) {
        const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % 8));
        if ((address[bit / 8] & mask) != (network.address[bit / 8] & mask)) return false;
    }
    return true;
}

}  // namespace

bool is_public(const Ipv4& address) {
    return std::none_of(kSpecial4.begin(), kSpecial4.end(),
                        [&](const auto& network) { return is_in(address, network); });
}

bool is_public(const Ipv6& address) {
    return is_in(address, kUnicast) && std::none_of(kSpecial6.begin(), kSpecial6.end(),
                                                    [&](const auto& network) { return is_in(address, network); });
}

}  // namespace likes::outbound
