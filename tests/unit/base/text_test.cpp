#include "base/text.hpp"

#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::text_test {

BOOST_AUTO_TEST_SUITE(text)

BOOST_AUTO_TEST_CASE(there_is_one_part_more_than_there_are_separators) {
    const std::vector<std::pair<std::string_view, std::vector<std::string_view>>> cases{
        {"", {""}},
        {"a", {"a"}},
        {",", {"", ""}},
        {"a,b", {"a", "b"}},
        {"a,,b", {"a", "", "b"}},
        {",a,", {"", "a", ""}},
        {"a b;c", {"a b;c"}},
    };
    for (const auto& [text, parts] : cases) {
        BOOST_TEST_INFO_SCOPE("text: '" << text << "'");
        BOOST_TEST(split(text, ',') == parts, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(what_stands_before_the_separator_is_taken_with_it) {
    std::string_view text = "=a=b=";
    BOOST_TEST(take_until(text, '=').empty());
    BOOST_TEST(text == "a=b=");
    BOOST_TEST(take_until(text, '=') == "a");
    BOOST_TEST(take_until(text, '=') == "b");
    BOOST_TEST(text.empty());
    text = "all";
    BOOST_TEST(take_until(text, '=') == "all");
    BOOST_TEST(text.empty());
    BOOST_TEST(take_until(text, '=').empty());
}

BOOST_AUTO_TEST_CASE(a_number_is_all_of_its_text) {
    BOOST_TEST((parse_number<int>("0") == 0));
    BOOST_TEST((parse_number<int>("-7") == -7));
    BOOST_TEST((parse_number<int>("007") == 7));
    for (const std::string_view text : {"", " 1", "1 ", "+1", "1.0", "1e3", "0x1", "a", "1a", "--1", "1\n", "١"})
        BOOST_TEST(!parse_number<int>(text).has_value(), "text: '" << text << "'");
    BOOST_TEST(!parse_number<int>(std::string_view{"1\0", 2}).has_value());
}

BOOST_AUTO_TEST_CASE(a_number_fits_its_type_or_is_none) {
    constexpr auto kLargest = std::numeric_limits<std::uint64_t>::max();
    BOOST_TEST((parse_number<std::uint64_t>("18446744073709551615") == kLargest));
    BOOST_TEST(!parse_number<std::uint64_t>("18446744073709551616").has_value());
    BOOST_TEST(!parse_number<std::uint64_t>("-1").has_value());
    BOOST_TEST((parse_number<std::int64_t>("-9223372036854775808") == std::numeric_limits<std::int64_t>::min()));
    BOOST_TEST(!parse_number<std::int64_t>("9223372036854775808").has_value());
    BOOST_TEST(!parse_number<std::uint16_t>("65536").has_value());
}

BOOST_AUTO_TEST_CASE(the_bounds_of_a_number_belong_to_it) {
    BOOST_TEST((parse_number<int>("3", 3, 9) == 3));
    BOOST_TEST((parse_number<int>("9", 3, 9) == 9));
    for (const std::string_view text : {"2", "10", "-3", "", "x"})
        BOOST_TEST(!parse_number<int>(text, 3, 9).has_value(), "text: '" << text << "'");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::text_test
