#include "push/vapid.hpp"

#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

#include "base/base64url.hpp"
#include "base/text.hpp"
#include "unit/auth/test_keys.hpp"

namespace likes::push::vapid_test {

using namespace std::chrono_literals;
using auth::KeySet;
using auth::KeySetError;
using auth::test::jwks;
using auth::test::TestKey;

constexpr Time kNow{1'800'000'000s};
const auto kMozilla = *Endpoint::parse("https://updates.push.services.mozilla.com/wpush/v2/abc");
const auto kApple = *Endpoint::parse("https://web.push.apple.com:443/abc");

const KeySet& two_keys() {
    static const auto keys = KeySet::parse(jwks({TestKey::ec("P-256").private_members() + R"(,"kid":"new")",
                                                 TestKey::ec("P-256").private_members() + R"(,"kid":"old")"}));
    return keys;
}

Vapid vapid() {
    return Vapid{VapidKeys{two_keys()}, *UserId::parse("mailto:push@example.com")};
}

/// t and k of the header's value.
std::pair<std::string, std::string> parts(const std::string& header) {
    BOOST_REQUIRE(header.starts_with("vapid t="));
    const auto comma = header.find(", k=");
    BOOST_REQUIRE(comma != std::string::npos);
    return {header.substr(8, comma - 8), header.substr(comma + 4)};
}

BOOST_AUTO_TEST_SUITE(vapid_header)

BOOST_AUTO_TEST_CASE(a_token_says_who_sends_and_to_whom_and_until_when) {
    const VapidKeys keys{two_keys()};
    const auto [token, key] = parts(vapid().authorization(kMozilla, keys.first().id, kNow));
    BOOST_TEST(two_keys().keys()[0].verifying->verified_payload(token).value() ==
               R"({"sub":"mailto:push@example.com","iat":1800000000,"exp":1800043200,)"
               R"("aud":"https://updates.push.services.mozilla.com"})");
    BOOST_TEST(base64url_decode(std::string{split(token, '.')[0]}).value() ==
               R"({"alg":"ES256","typ":"JWT","kid":"new"})");
    BOOST_TEST(base64url_decode(key).value() == keys.first().point);
}

BOOST_AUTO_TEST_CASE(the_first_key_is_the_one_to_give_out_and_the_others_still_sign) {
    const VapidKeys keys{two_keys()};
    BOOST_TEST(keys.first().point == two_keys().keys()[0].point);
    BOOST_TEST(keys.first().id.size() == 43U);
    const auto& old = two_keys().keys()[1];
    const auto old_id = base64url_encode({reinterpret_cast<const char*>(old.digest.data()), old.digest.size()});
    BOOST_TEST(keys.find(old_id)->point == old.point);
    const auto [token, key] = parts(vapid().authorization(kMozilla, old_id, kNow));
    BOOST_TEST(old.verifying->verified_payload(token).has_value());
    BOOST_TEST(base64url_decode(key).value() == old.point);
}

BOOST_AUTO_TEST_CASE(of_a_key_that_is_gone_there_is_no_token) {
    BOOST_TEST(vapid().authorization(kMozilla, std::string(43, 'A'), kNow).empty());
}

BOOST_AUTO_TEST_CASE(a_token_is_kept_for_half_of_its_life_and_is_of_one_push_service) {
    auto vapid = vapid_test::vapid();
    const auto id = VapidKeys{two_keys()}.first().id;
    const auto first = vapid.authorization(kMozilla, id, kNow);
    BOOST_TEST(vapid.authorization(kMozilla, id, kNow + 6h - 1us) == first);
    BOOST_TEST(vapid.authorization(kApple, id, kNow) != first);
    BOOST_TEST(vapid.authorization(kMozilla, id, kNow + 6h) != first);
}

BOOST_AUTO_TEST_CASE(a_token_of_a_clock_that_was_set_back_is_made_anew) {
    auto vapid = vapid_test::vapid();
    const auto id = VapidKeys{two_keys()}.first().id;
    const auto ahead = vapid.authorization(kMozilla, id, kNow + 24h);
    BOOST_TEST(vapid.authorization(kMozilla, id, kNow) != ahead);
}

BOOST_AUTO_TEST_CASE(many_push_services_do_not_take_more_and_more_memory) {
    auto vapid = vapid_test::vapid();
    const auto id = VapidKeys{two_keys()}.first().id;
    for (std::size_t i = 0; i < Vapid::kKeptMax + 10; ++i) {
        const auto endpoint = Endpoint::parse("https://p" + std::to_string(i) + ".notify.windows.com/w");
        BOOST_REQUIRE(vapid.authorization(*endpoint, id, kNow).starts_with("vapid t="));
    }
}

BOOST_AUTO_TEST_CASE(a_key_file_holds_nothing_but_keys_that_sign_for_pushes) {
    const auto good = TestKey::ec("P-256").private_members() + R"(,"kid":"good")";
    BOOST_CHECK_THROW(VapidKeys{KeySet::parse(jwks({TestKey::ec("P-256").public_members()}))}, KeySetError);
    BOOST_CHECK_THROW((VapidKeys{KeySet::parse(jwks({good, auth::test::hmac_jwk("hs", 'k')}))}), KeySetError);
    BOOST_TEST(VapidKeys{KeySet::parse(jwks({TestKey::ec("P-256").private_members()}))}.first().id.size() == 43U);
}

BOOST_AUTO_TEST_CASE(the_contact_is_an_address_or_a_page) {
    BOOST_TEST(is_vapid_subject("mailto:push@example.com"));
    BOOST_TEST(is_vapid_subject("https://example.com/push"));
    for (const std::string bad : {"", "push@example.com", "http://example.com", "mailto:a b@example.com",
                                  "mailto:\"a\"@example.com", "https://example.com/?a"}) {
        BOOST_TEST_INFO_SCOPE(bad);
        BOOST_TEST(!is_vapid_subject(bad));
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::push::vapid_test
