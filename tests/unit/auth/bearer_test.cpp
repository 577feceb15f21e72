#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "auth/authenticator.hpp"

namespace likes::auth {
namespace {

BOOST_AUTO_TEST_SUITE(bearer)

BOOST_AUTO_TEST_CASE(the_scheme_is_read_in_any_letter_case_and_followed_by_spaces) {
    for (const std::string value : {"Bearer a.b.c", "bearer a.b.c", "BEARER a.b.c", "bEaReR   a.b.c"}) {
        BOOST_TEST_CONTEXT(value) {
            BOOST_TEST((bearer_token(value) == "a.b.c"));
        }
    }
}

BOOST_AUTO_TEST_CASE(another_scheme_or_no_token_is_no_bearer_token) {
    const std::vector<std::string> wrong{"",
                                         "Bearer",
                                         "Bearer ",
                                         "Bearer   ",
                                         "Bearera.b.c",
                                         "a.b.c",
                                         "Basic a:b",
                                         " Bearer a",
                                         "Bearer\ta.b",
                                         "Bearer,a",
                                         "Bear",
                                         "Digest a",
                                         "BearerX a",
                                         "\x02"
                                         "earer a"};
    for (const auto& value : wrong) {
        BOOST_TEST_CONTEXT("value: " << value) {
            BOOST_TEST(!bearer_token(value).has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(what_follows_the_token_stays_in_it_for_the_verifier_to_refuse) {
    BOOST_TEST((bearer_token("Bearer a.b.c ") == "a.b.c "));
    BOOST_TEST((bearer_token("Bearer a.b.c, Basic x") == "a.b.c, Basic x"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::auth
