#include "likes/reaction.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

namespace likes {
namespace {

BOOST_AUTO_TEST_SUITE(reaction)

BOOST_AUTO_TEST_CASE(a_code_is_short_and_plain) {
    for (const std::string code : {"a", "thumbs_up", "100", "_"}) {
        BOOST_TEST_INFO_SCOPE("code: " << code);
        BOOST_REQUIRE(Reaction::parse(code).has_value());
        BOOST_TEST(Reaction::parse(code)->code() == code);
    }
    BOOST_TEST(Reaction::parse(std::string(32, 'x')).has_value());
    BOOST_TEST(!Reaction::parse(std::string(33, 'x')).has_value());
    for (const std::string code : {"", "Like", "thumbs-up", "a b", "a\"b", "❤️", "a\n"})
        BOOST_TEST(!Reaction::parse(code).has_value(), "code: " << code);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes
