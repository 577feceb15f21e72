#include "endpoints/cursor.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/base64url.hpp"
#include "unit/likes/build.hpp"

namespace likes::endpoints {
namespace {

using likes::test::uuid;

/// What a query holds as it is (RFC 3986, section 2.3).
constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

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

BOOST_AUTO_TEST_CASE(a_changes_cursor_comes_back_as_the_place_it_was_made_of) {
    constexpr auto kLargest = std::numeric_limits<std::uint64_t>::max();
    const auto message = uuid("0f8fad5b-d9cb-469f-a165-70867728950e");
    const auto last = uuid("ffffffff-ffff-ffff-ffff-ffffffffffff");
    for (const auto& cursor : {ChangesCursor{}, ChangesCursor{1, {}}, ChangesCursor{0x0102030405060708, message},
                               ChangesCursor{256, message}, ChangesCursor{0, message}, ChangesCursor{kLargest, last}}) {
        const auto text = format_changes_cursor(cursor);
        BOOST_TEST_CONTEXT("cursor " << text) {
            BOOST_TEST((parse_changes_cursor(text) == std::optional{cursor}));
            BOOST_TEST(text.find_first_not_of(kUnreserved) == std::string::npos);
        }
    }
}

// Clients keep their place over a deployment, so another layout needs to be told from this one.
BOOST_AUTO_TEST_CASE(a_changes_cursor_is_the_sequence_and_the_message) {
    BOOST_TEST(format_changes_cursor({0x0102030405060708, uuid("11111111-1111-1111-1111-111111111111")}) ==
               "AQIDBAUGBwgRERERERERERERERERERER");
}

BOOST_AUTO_TEST_CASE(what_this_service_did_not_make_is_no_changes_cursor) {
    const auto good = format_changes_cursor({17, uuid(1)});
    BOOST_REQUIRE(parse_changes_cursor(good).has_value());
    const std::string cut = good.substr(0, good.size() - 1);
    const std::vector<std::string> wrong{
        "",
        "17",
        "null",
        format_cursor(17),
        base64url_encode(std::string(23, '\1')),
        base64url_encode(std::string(25, '\1')),
        base64url_encode(std::string(40, '\1')),
        base64url_encode(std::string(48, '\1')),
        cut,
        good + "A",
        good + "=",
        good + "==",
        good + " ",
        " " + good,
        good + "\n",
        // The other alphabet of base64, and what belongs to none.
        "++++" + good.substr(4),
        "////" + good.substr(4),
        "%2B_" + good.substr(4),
        std::string(good.size(), '\0'),
        good.substr(0, 8) + std::string(1, '\0') + good.substr(9),
    };
    for (const auto& text : wrong) {
        BOOST_TEST_CONTEXT("cursor: '" << text << "'") {
            BOOST_TEST(!parse_changes_cursor(text).has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(neither_kind_of_cursor_is_the_other) {
    BOOST_TEST(!parse_changes_cursor(format_cursor(17)).has_value());
    BOOST_TEST(!parse_cursor(format_changes_cursor({17, uuid(1)})).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::endpoints
