#include "base/sha256.hpp"

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

namespace likes::sha256_test {

using namespace std::string_view_literals;

BOOST_AUTO_TEST_SUITE(sha_256)

BOOST_AUTO_TEST_CASE(the_vectors_of_fips_180_are_met) {
    const auto bytes = [](std::string_view text) {
        const auto digest = sha256(text);
        return std::string{digest.begin(), digest.end()};
    };
    BOOST_TEST((bytes("abc") == "\xba\x78\x16\xbf\x8f\x01\xcf\xea\x41\x41\x40\xde\x5d\xae\x22\x23"
                                "\xb0\x03\x61\xa3\x96\x17\x7a\x9c\xb4\x10\xff\x61\xf2\x00\x15\xad"sv));
    BOOST_TEST((bytes("").substr(0, 4) == "\xe3\xb0\xc4\x42"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::sha256_test
