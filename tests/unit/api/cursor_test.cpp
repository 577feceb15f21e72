#include "api/cursor.hpp"

#include <cstdint>
#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

namespace likes::api {
namespace {

BOOST_AUTO_TEST_SUITE(cursor)

BOOST_AUTO_TEST_CASE(a_cursor_comes_back_as_the_version_it_was_made_of) {
    constexpr auto kLargest = std::numeric_limits<std::uint64_t>::max();
    for (const std::uint64_t version : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{255}, std::uint64_t{256},
                                        std::uint64_t{0x0102030405060708}, kLargest - 1, kLargest}) {
        BOOST_TEST_CONTEXT("version " << version) {
            BOOST_TEST((parse_cursor(format_cursor(version)) == std::optional{version}));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_cursor_needs_no_escaping_in_a_query) {
    BOOST_TEST(format_cursor(0) == "AAAAAAAAAAA");
    BOOST_TEST(format_cursor(17) == "AAAAAAAAABE");
    BOOST_TEST(format_cursor(std::numeric_limits<std::uint64_t>::max()) == "__________8");
    BOOST_TEST(format_cursor(0xFBFBFBFBFBFBFBFB) == "-_v7-_v7-_s");
}

BOOST_AUTO_TEST_CASE(what_this_service_did_not_make_is_no_cursor) {
    for (const std::string text : {"", "17", "AAAAAAAAAA", "AAAAAAAAAAAA", "AAAAAAAAABE=", "AAAAAAAAABF", "AAAAAAAAAB ",
                                   " AAAAAAAAABE", "+/v7+/v7+/s", "AAAAAAAAAB\n", "ёёёёё_", "AAAAA AAABE"}) {
        BOOST_TEST_CONTEXT("cursor: '" << text << "'") {
            BOOST_TEST(!parse_cursor(text).has_value());
        }
    }
    BOOST_TEST(!parse_cursor(std::string(11, '\0')).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::api
