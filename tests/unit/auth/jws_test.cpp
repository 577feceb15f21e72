#include "auth/jws.hpp"

#include <stdexcept>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>
#include <openssl/err.h>

#include "auth/key_set.hpp"
#include "base/base64url.hpp"
#include "unit/auth/test_keys.hpp"

namespace likes::auth::jws_test {

std::string decoded(const std::string& text) {
    return base64url_decode(text).value();
}

// RFC 7515, appendices A.1 and A.3.
const std::string kRfcPayload =
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
const std::string kRfcHmacToken =
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9." + kRfcPayload + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const std::string kRfcEcToken =
    "eyJhbGciOiJFUzI1NiJ9." + kRfcPayload +
    ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

JwsKey rfc_hmac_key() {
    return JwsKey::hmac(
        decoded("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"));
}

JwsKey rfc_ec_key() {
    return JwsKey::p256({decoded("f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"),
                         decoded("x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"),
                         {}});
}

BOOST_AUTO_TEST_SUITE(jws_key)

BOOST_AUTO_TEST_CASE(the_examples_of_rfc_7515_verify) {
    BOOST_TEST((rfc_hmac_key().verified_payload(kRfcHmacToken) == decoded(kRfcPayload)));
    BOOST_TEST((rfc_ec_key().verified_payload(kRfcEcToken) == decoded(kRfcPayload)));
}

BOOST_AUTO_TEST_CASE(one_bit_flipped_anywhere_in_a_token_makes_it_fail) {
    for (const auto& [key, token] : {std::pair{rfc_hmac_key(), kRfcHmacToken}, std::pair{rfc_ec_key(), kRfcEcToken}}) {
        for (std::size_t i = 0; i < token.size(); ++i) {
            auto changed = token;
            changed[i] = static_cast<char>(changed[i] ^ 1);
            BOOST_TEST_CONTEXT("position " << i) {
                BOOST_TEST(!key.verified_payload(changed).has_value());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_key_goes_by_its_own_algorithm_even_where_cjose_could_verify_by_the_tokens) {
    BOOST_TEST(!rfc_ec_key().verified_payload(kRfcHmacToken).has_value());
    BOOST_TEST(!rfc_hmac_key().verified_payload(kRfcEcToken).has_value());
    const auto& rsa = test::shared_rsa();
    const auto set = KeySet::parse(test::jwks({rsa.public_members() + R"(,"alg":"RS256")"}));
    const auto& key = *set.verifying(std::nullopt).at(0);
    BOOST_TEST(key.verified_payload(test::make_token(rsa, "RS256", R"({"alg":"RS256"})", "{}")).has_value());
    BOOST_TEST(!key.verified_payload(test::make_token(rsa, "PS256", R"({"alg":"PS256"})", "{}")).has_value());
}

BOOST_AUTO_TEST_CASE(a_signature_of_another_length_is_refused_before_it_is_compared) {
    const auto unsigned_part = kRfcHmacToken.substr(0, kRfcHmacToken.rfind('.') + 1);
    const auto mac = decoded(kRfcHmacToken.substr(unsigned_part.size()));
    for (std::size_t size = 0; size < mac.size(); ++size) {
        BOOST_TEST(!rfc_hmac_key().verified_payload(unsigned_part + base64url_encode(mac.substr(0, size))).has_value());
    }
    BOOST_TEST(!rfc_hmac_key().verified_payload(unsigned_part + base64url_encode(mac + '\0')).has_value());
    // cjose stops reading at '=': a text of the right length that has few bytes.
    BOOST_TEST(!rfc_hmac_key().verified_payload(unsigned_part + std::string(43, '=')).has_value());
}

BOOST_AUTO_TEST_CASE(a_failure_leaves_nothing_in_the_threads_error_queue) {
    const auto& rsa = test::shared_rsa();
    const auto key = JwsKey::rsa(Algorithm::kRs256, {decoded("AQAB"), "\x03", {}, {}, {}, {}, {}, {}});
    ERR_clear_error();
    BOOST_TEST(!key.verified_payload(test::make_token(rsa, "RS256", R"({"alg":"RS256"})", "{}")).has_value());
    BOOST_TEST(!rfc_ec_key().verified_payload(test::compact(R"({"alg":"ES256"})", "{}", std::string(64, '\0'))));
    BOOST_CHECK_THROW(rfc_ec_key().sign("JWT", "", "{}"), std::runtime_error);  // A public key cannot sign.
    BOOST_TEST(ERR_peek_error() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::auth::jws_test
