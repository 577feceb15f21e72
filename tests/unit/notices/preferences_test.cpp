#include "notices/preferences.hpp"

#include <boost/test/unit_test.hpp>

namespace likes::notices::preferences_test {

BOOST_AUTO_TEST_SUITE(preferences)

BOOST_AUTO_TEST_CASE(what_is_wanted_is_written_and_read) {
    for (const auto tell : {Tell::kAll, Tell::kOff}) BOOST_TEST((parse_tell(code_of(tell)) == tell));
    BOOST_TEST(code_of(Tell::kAll) == "all");
    BOOST_TEST(code_of(Tell::kOff) == "off");
}

BOOST_AUTO_TEST_CASE(nothing_else_is_read) {
    for (const auto* const text : {"", "All", "off ", "none", "all,off"}) BOOST_TEST(!parse_tell(text).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::notices::preferences_test
