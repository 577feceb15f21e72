#include "endpoints/cursor.hpp"

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

#include "base/base64url.hpp"
#include "unit/likes/build.hpp"

namespace likes::endpoints::cursor_test {

using likes::test::uuid;

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

// Clients keep their place over a deployment, so another layout needs to be told from this one.
BOOST_AUTO_TEST_CASE(a_cursor_is_the_bytes_of_the_place_and_needs_no_escaping_in_a_query) {
    BOOST_TEST(format_cursor(17) == "AAAAAAAAABE");
    BOOST_TEST(format_cursor(std::numeric_limits<std::uint64_t>::max()) == "__________8");
    BOOST_TEST(format_cursor(0xFBFBFBFBFBFBFBFB) == "-_v7-_v7-_s");
    BOOST_TEST(format_changes_cursor({0x0102030405060708, uuid("11111111-1111-1111-1111-111111111111")}) ==
               "AQIDBAUGBwgRERERERERERERERERERER");
}

BOOST_AUTO_TEST_CASE(a_changes_cursor_comes_back_as_the_place_it_was_made_of) {
    const auto last = uuid("ffffffff-ffff-ffff-ffff-ffffffffffff");
    for (const auto& cursor : {ChangesCursor{}, ChangesCursor{0x0102030405060708, uuid(1)}, ChangesCursor{0, uuid(1)},
                               ChangesCursor{std::numeric_limits<std::uint64_t>::max(), last}}) {
        BOOST_TEST((parse_changes_cursor(format_changes_cursor(cursor)) == std::optional{cursor}));
    }
}

/// What is no base64url is told by its own tests.
BOOST_AUTO_TEST_CASE(what_this_service_did_not_make_is_no_cursor_and_neither_kind_is_the_other) {
    const auto cursor = format_cursor(17);
    const auto changes_cursor = format_changes_cursor({17, uuid(1)});
    for (const std::string& text :
         {std::string{}, std::string{"17"}, std::string{"null"}, cursor.substr(1), cursor + "A", cursor + "=",
          " " + cursor, std::string(cursor.size(), '\0'), base64url_encode(std::string(7, '\1')),
          base64url_encode(std::string(9, '\1')), changes_cursor}) {
        BOOST_TEST_CONTEXT("cursor: '" << text << "'") {
            BOOST_TEST(!parse_cursor(text).has_value());
        }
    }
    for (const std::string& text :
         {std::string{}, std::string{"17"}, std::string{"null"}, changes_cursor.substr(1), changes_cursor + "A",
          changes_cursor + "==", " " + changes_cursor, "++++" + changes_cursor.substr(4),
          std::string(changes_cursor.size(), '\0'), base64url_encode(std::string(23, '\1')),
          base64url_encode(std::string(25, '\1')), base64url_encode(std::string(48, '\1')), cursor}) {
        BOOST_TEST_CONTEXT("changes cursor: '" << text << "'") {
            BOOST_TEST(!parse_changes_cursor(text).has_value());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::cursor_test
