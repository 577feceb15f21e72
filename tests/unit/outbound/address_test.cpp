#include "outbound/address.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace likes::outbound::address_test {

bool is_public_text(const std::string& text) {
    if (text.find(':') == std::string::npos) {
        Ipv4 address{};
        BOOST_REQUIRE(inet_pton(AF_INET, text.c_str(), address.data()) == 1);
        return is_public(address);
    }
    Ipv6 address{};
    BOOST_REQUIRE(inet_pton(AF_INET6, text.c_str(), address.data()) == 1);
    return is_public(address);
}

/// The first and the last of each network, and what else is known to be tried.
const std::vector<std::string> kInternal{
    "0.0.0.0",
    "0.255.255.255",  // this network
    "10.0.0.0",
    "10.255.255.255",  // private
    "100.64.0.0",
    "100.127.255.255",  // CGNAT
    "127.0.0.1",
    "127.255.255.255",  // loopback
    "169.254.0.0",
    "169.254.169.254",  // link-local, the clouds' metadata
    "172.16.0.0",
    "172.31.255.255",  // private
    "192.0.0.0",
    "192.0.0.255",  // protocol assignments
    "192.0.2.0",
    "192.0.2.255",  // documentation
    "192.88.99.1",  // 6to4 relay
    "192.168.0.0",
    "192.168.255.255",  // private
    "198.18.0.0",
    "198.19.255.255",  // benchmarking
    "198.51.100.7",
    "203.0.113.7",  // documentation
    "224.0.0.1",
    "239.255.255.255",  // multicast
    "240.0.0.0",
    "255.255.255.255",  // reserved, broadcast
    "::",
    "::1",  // unspecified, loopback
    "::127.0.0.1",
    "::ffff:127.0.0.1",    // compatible, mapped
    "::ffff:8.8.8.8",      // mapped, even of a public one
    "::ffff:0:127.0.0.1",  // translated (SIIT)
    "64:ff9b::7f00:1",
    "64:ff9b::808:808",  // NAT64
    "64:ff9b:1::a00:1",  // NAT64, local
    "100::1",            // discard
    "2001::1",
    "2001:0:4136:e378::1",  // Teredo
    "2001:1ff:ffff::1",     // protocol assignments
    "2001:db8::1",          // documentation
    "2002:7f00:1::1",
    "2002:c0a8:1::1",  // 6to4
    "3fff::1",
    "3fff:fff:ffff::1",  // documentation
    "4000::1",
    "5f00::1",
    "8000::1",  // not assigned as global unicast
    "fc00::1",
    "fd12:3456:789a::1",  // unique-local
    "fe80::1",
    "febf::1",  // link-local
    "fec0::1",  // site-local
    "ff02::1",
    "ff0e::1",  // multicast
};

/// Right before and after the networks above, and some that are in use.
const std::vector<std::string> kPublic{
    "1.0.0.0",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "128.0.0.1",
    "169.253.255.255",
    "169.255.0.0",
    "172.15.255.255",
    "172.32.0.0",
    "192.0.1.0",
    "192.0.3.0",
    "192.167.255.255",
    "192.169.0.0",
    "198.17.255.255",
    "198.20.0.0",
    "198.51.99.255",
    "203.0.112.255",
    "203.0.114.0",
    "223.255.255.255",
    "8.8.8.8",
    "142.250.74.106",
    "34.107.243.93",
    "17.188.143.34",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2001:db7:ffff::1",
    "2001:db9::1",
    "2003::1",
    "2600:1901:0:8c9f::",
    "2a00:1450:4001:82a::200a",
    "3ffe::1",
    "3fff:1000::1",
};

BOOST_AUTO_TEST_SUITE(address)

BOOST_DATA_TEST_CASE(is_not_public, boost::unit_test::data::make(kInternal), text) {
    BOOST_TEST(!is_public_text(text));
}

BOOST_DATA_TEST_CASE(is_of_the_internet, boost::unit_test::data::make(kPublic), text) {
    BOOST_TEST(is_public_text(text));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::outbound::address_test
