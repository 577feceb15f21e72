#include "base/user_id.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

namespace likes::user_id_test {

BOOST_AUTO_TEST_SUITE(user_id)

BOOST_AUTO_TEST_CASE(the_alphabet_of_the_contract_is_accepted) {
    for (const std::string text :
         {"a", "Z9", "alice", "a.b_c~d@e:f-g", "0f8fad5b-d9cb-469f-a165-70867728950e", "auth0|5f7c8ec7c33c6c004bbafe82",
          "PRIMARY/admin", "a+b@example.com", "YWxpY2U=", "+", "-", "/", "|", "="}) {
        BOOST_TEST_INFO_SCOPE("text: " << text);
        const auto user = UserId::parse(text);
        BOOST_REQUIRE(user.has_value());
        BOOST_TEST(user->str() == text);
    }
    BOOST_TEST(UserId::parse(std::string(128, 'x')).has_value());
}

BOOST_AUTO_TEST_CASE(anything_else_is_refused) {
    BOOST_TEST(!UserId::parse("").has_value());
    BOOST_TEST(!UserId::parse(std::string(129, 'x')).has_value());
    for (const std::string text : {"a b", "a'b", "a\"b", "a\\b", "a#b", "a%b", "a*b", "a&b", "a$b", "ё", "a\n", "a,b"})
        BOOST_TEST(!UserId::parse(text).has_value(), "text: " << text);
    BOOST_TEST(!UserId::parse(std::string("a\0b", 3)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::user_id_test
