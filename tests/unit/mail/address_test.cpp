#include "mail/address.hpp"

#include <string>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace likes::mail::address_test {
namespace {

BOOST_AUTO_TEST_SUITE(address)

const std::string kLocalOf64(64, 'a');
const std::string kLabelOf63(63, 'd');

BOOST_DATA_TEST_CASE(what_is_in_use_is_an_address,
                     boost::unit_test::data::make({
                         std::string{"ann@example.org"},
                         std::string{"ann.lee+likes@mail.example.org"},
                         std::string{"o'brien_{x}~!#$%&*/=?^`|@example-1.co.uk"},
                         kLocalOf64 + "@example.org",
                         "a@" + kLabelOf63 + ".org",
                     }),
                     text) {
    const auto address = Address::parse(text);
    BOOST_REQUIRE(address);
    BOOST_TEST(address->str() == text);
    BOOST_TEST(std::string{address->local()} + "@" + std::string{address->domain()} == text);
}

BOOST_DATA_TEST_CASE(whatever_else_is_none,
                     boost::unit_test::data::make({
                         std::string{},
                         std::string{"@"},
                         std::string{"ann"},
                         std::string{"@example.org"},
                         std::string{"ann@"},
                         std::string{"ann@localhost"},
                         std::string{"ann@example.org "},
                         std::string{" ann@example.org"},
                         std::string{"ann@example.org\r\nBcc: eve@example.org"},
                         std::string{"ann@example.org\n"},
                         std::string{"ann\0@example.org", 16},
                         std::string{"ann@@example.org"},
                         std::string{"ann@b@example.org"},
                         std::string{".ann@example.org"},
                         std::string{"ann.@example.org"},
                         std::string{"a..b@example.org"},
                         std::string{"\"ann\"@example.org"},
                         std::string{"ann(b)@example.org"},
                         std::string{"<ann@example.org>"},
                         std::string{"ann@[127.0.0.1]"},
                         std::string{"ann@127.0.0.1"},
                         std::string{"ann@-example.org"},
                         std::string{"ann@example-.org"},
                         std::string{"ann@example..org"},
                         std::string{"ann@example.org."},
                         std::string{"ann@exa_mple.org"},
                         std::string{"анна@example.org"},
                         std::string{"ann@пример.рф"},
                         std::string{"ann,eve@example.org"},
                         kLocalOf64 + "a@example.org",
                         "a@d" + kLabelOf63 + ".org",
                         "a@" + kLabelOf63 + "." + kLabelOf63 + "." + kLabelOf63 + "." + kLabelOf63 + ".org",
                     }),
                     text) {
    BOOST_TEST(!Address::parse(text));
}

BOOST_AUTO_TEST_CASE(the_hash_of_an_address_does_not_depend_on_its_letter_case) {
    BOOST_TEST(hash_of(*Address::parse("Ann@Example.ORG")) == hash_of(*Address::parse("ann@example.org")));
    BOOST_TEST(hash_of(*Address::parse("ann@example.org")) != hash_of(*Address::parse("bob@example.org")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::mail::address_test
