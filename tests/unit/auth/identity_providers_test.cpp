#include "unit/auth/identity_providers.hpp"

#include <chrono>
#include <string>
#include <string_view>
#include <variant>

#include <boost/test/unit_test.hpp>

#include "auth/key_set.hpp"
#include "auth/token_verifier.hpp"

namespace likes::auth::identity_providers_test {

using namespace std::chrono_literals;

constexpr Time kNow{1'800'000'000s};

BOOST_AUTO_TEST_SUITE(identity_providers)

BOOST_AUTO_TEST_CASE(the_key_set_of_each_is_read_and_its_tokens_are_accepted_and_no_others) {
    for (const auto& provider : test::identity_providers(kNow)) {
        BOOST_TEST_INFO_SCOPE(provider.name);
        const auto keys = KeySet::parse(provider.jwks, UnusableKeys::kSkipped);
        BOOST_TEST(keys.skipped() == provider.skipped, keys.why_skipped());
        BOOST_TEST(!keys.has_secrets());
        const TokenVerifier verifier{keys, {}};
        for (const auto& each : provider.tokens) {
            BOOST_TEST_INFO_SCOPE(each.what);
            const auto result = verifier.verify(each.token, kNow);
            const auto* const rejection = std::get_if<Rejection>(&result);
            const std::string_view outcome = rejection == nullptr ? "accepted" : to_string(*rejection);
            BOOST_TEST(outcome == (each.expected ? to_string(*each.expected) : "accepted"));
            if (rejection == nullptr) BOOST_TEST(std::get<VerifiedToken>(result).user.str() == provider.user);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::auth::identity_providers_test
