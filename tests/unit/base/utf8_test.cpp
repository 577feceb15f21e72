#include "base/utf8.hpp"

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::utf8_test {

BOOST_AUTO_TEST_SUITE(utf8)

BOOST_AUTO_TEST_CASE(what_is_utf8_stays_as_it_is) {
    for (const std::string& text :
         {std::string{}, std::string{"plain"}, std::string("a\0b", 3), std::string{"\x7F"}, std::string{"\u0080\u07FF"},
          std::string{"\u0800\uD7FF\uE000\uFFFF"}, std::string{"\U00010000\U0010FFFF"}, std::string{"\u2764\uFE0F"}}) {
        BOOST_TEST_INFO_SCOPE("text: " << text);
        BOOST_TEST(is_utf8(text));
        BOOST_TEST(to_utf8(text) == text);
    }
}

BOOST_AUTO_TEST_CASE(each_byte_that_is_none_of_a_character_is_replaced_and_what_is_around_it_stays) {
    const std::string no = "\uFFFD";
    const std::vector<std::pair<std::string, std::string>> cases{
        {"\xFF", no},
        {"\x80", no},
        {"a\xFE"
         "b",
         "a" + no + "b"},
        // Cut short, at the end and before another one.
        {"\xC3", no},
        {"\xE2\x82", no + no},
        {"\xF0\x9F\x98", no + no + no},
        {"\xC3(", no + "("},
        {"\xE2\x82\u00E9", no + no + "\u00E9"},
        // Longer than needed, a surrogate, beyond Unicode.
        {"\xC0\xAF", no + no},
        {"\xE0\x80\xAF", no + no + no},
        {"\xED\xA0\x80", no + no + no},
        {"\xF4\x90\x80\x80", no + no + no + no},
    };
    for (const auto& [text, expected] : cases) {
        BOOST_TEST_INFO_SCOPE("expected: " << expected);
        BOOST_TEST(!is_utf8(text));
        BOOST_TEST(to_utf8(text) == expected);
        BOOST_TEST(is_utf8(to_utf8(text)));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::utf8_test
