#include "auth/token_signer.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "auth/token_verifier.hpp"
#include "base/base64url.hpp"
#include "unit/auth/test_keys.hpp"

namespace likes::auth::token_signer_test {

using namespace std::chrono_literals;
using test::TestKey;

constexpr Time kNow{1'800'000'000s};

TokenClaims claims() {
    return {*UserId::parse("alice"), kNow + 999ms, kNow + 60s, {}, {}, {}};
}

KeySet all_keys() {
    return KeySet::parse(test::jwks({
        TestKey::ec("P-256").public_members() + R"(,"kid":"public")",
        TestKey::hmac("0123456789abcdef0123456789abcdef").private_members() + R"(,"kid":"hs")",
        TestKey::ec("P-256").private_members() + R"(,"kid":"es")",
        test::shared_rsa().private_members() + R"(,"kid":"rs","alg":"RS256")",
        test::shared_rsa().private_members() + R"(,"kid":"ps","alg":"PS256")",
    }));
}

std::string part(const std::string& token, int index) {
    std::size_t begin = 0;
    for (int i = 0; i < index; ++i) begin = token.find('.', begin) + 1;
    return base64url_decode(token.substr(begin, token.find('.', begin) - begin)).value();
}

BOOST_AUTO_TEST_SUITE(token_signer)

BOOST_AUTO_TEST_CASE(what_each_key_signs_verifies) {
    const auto keys = all_keys();
    const TokenVerifier verifier{keys, {}};
    for (const std::string kid : {"hs", "es", "rs", "ps"}) {
        BOOST_TEST_INFO_SCOPE(kid);
        const auto token = TokenSigner{keys, "JWT", kid}.sign(claims());
        const auto verified = std::get<VerifiedToken>(verifier.verify(token, kNow));
        BOOST_TEST(verified.user.str() == "alice");
        BOOST_TEST((verified.expires_at == kNow + 60s));
    }
}

BOOST_AUTO_TEST_CASE(the_first_key_that_can_sign_does_and_is_named_if_it_has_a_name) {
    BOOST_TEST(part(TokenSigner{all_keys()}.sign(claims()), 0) == R"({"alg":"HS256","typ":"JWT","kid":"hs"})");
    const auto unnamed = KeySet::parse(test::jwks({TestKey::hmac(std::string(32, 'k')).private_members()}));
    BOOST_TEST(part(TokenSigner{unnamed}.sign(claims()), 0) == R"({"alg":"HS256","typ":"JWT"})");
}

BOOST_AUTO_TEST_CASE(times_are_whole_seconds_and_absent_claims_are_absent) {
    BOOST_TEST(part(TokenSigner{all_keys()}.sign(claims()), 1) ==
               R"({"sub":"alice","iat":1800000000,"exp":1800000060})");
}

BOOST_AUTO_TEST_CASE(issuer_audience_and_further_claims_are_written) {
    auto full = claims();
    full.issuer = "https://id.example/\"quoted\"";
    full.audience = "likes";
    full.extra = {{"acl", R"( {"sub": ["chats/1/events"]} )"}, {"n", "1"}};
    BOOST_TEST(part(TokenSigner{all_keys()}.sign(full), 1) ==
               R"({"sub":"alice","iat":1800000000,"exp":1800000060,"iss":"https://id.example/\"quoted\"",)"
               R"("aud":"likes","acl":{"sub":["chats/1/events"]},"n":1})");
}

BOOST_AUTO_TEST_CASE(an_extra_claim_can_neither_break_out_nor_stand_in_for_another) {
    const TokenSigner signer{all_keys()};
    std::vector<std::pair<std::string, std::string>> wrong;
    for (const std::string json : {"", "{", "1,\"sub\":\"bob\"", "1}", "{\"a\":1,\"a\":2}", "\"\xff\"", "nul"})
        wrong.emplace_back("x", json);
    for (const std::string name : {"sub", "iat", "exp", "nbf", "iss", "aud", "\xff"}) wrong.emplace_back(name, "1");
    for (const auto& [name, json] : wrong) {
        BOOST_TEST_INFO_SCOPE(name << ": " << json);
        auto bad = claims();
        bad.extra = {{name, json}};
        BOOST_CHECK_THROW(signer.sign(bad), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_CASE(claims_that_are_not_utf_8_are_refused) {
    for (auto TokenClaims::*member : {&TokenClaims::issuer, &TokenClaims::audience}) {
        auto bad = claims();
        bad.*member = "\xff";
        BOOST_CHECK_THROW(TokenSigner{all_keys()}.sign(bad), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_CASE(a_set_without_a_key_that_can_sign_makes_no_signer) {
    const auto keys = KeySet::parse(test::jwks({TestKey::ec("P-256").public_members()}));
    BOOST_CHECK_THROW(TokenSigner{keys}, KeySetError);
    BOOST_CHECK_THROW((TokenSigner{all_keys(), "JWT", "public"}), KeySetError);
    BOOST_CHECK_THROW((TokenSigner{all_keys(), "JWT", "nobody"}), KeySetError);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::auth::token_signer_test
