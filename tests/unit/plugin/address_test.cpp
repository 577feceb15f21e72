#include "plugin/address.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

namespace likes::plugin {
namespace {

BOOST_AUTO_TEST_SUITE(address)

BOOST_AUTO_TEST_CASE(loopback_is_exempt) {
    for (const std::string address : {"127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1"})
        BOOST_TEST(!address_group(address).has_value(), "address: " << address);
}

BOOST_AUTO_TEST_CASE(an_ipv4_address_mapped_or_not_and_an_ipv6_network_of_64_bits_are_a_group) {
    BOOST_TEST(address_group("192.0.2.1").has_value());
    BOOST_TEST((address_group("192.0.2.1") == address_group("::ffff:192.0.2.1")));
    BOOST_TEST((address_group("192.0.2.1") != address_group("192.0.2.2")));
    BOOST_TEST((address_group("2001:db8:1:2::1") == address_group("2001:db8:1:2:ffff:eeee:dddd:cccc")));
    BOOST_TEST((address_group("2001:db8:1:2::1") != address_group("2001:db8:1:3::1")));
}

BOOST_AUTO_TEST_CASE(what_is_no_address_is_not_exempt) {
    for (const std::string address : {"", "localhost", "127.0.0.1 ", "300.1.1.1", "unix"})
        BOOST_TEST((address_group(address) == address), "address: " << address);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::plugin
