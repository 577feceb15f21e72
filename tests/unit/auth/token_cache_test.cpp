#include "auth/token_cache.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <variant>

#include <boost/test/unit_test.hpp>
#include <openssl/bn.h>

#include "auth/key_set.hpp"
#include "auth/token_verifier.hpp"
#include "base/base64url.hpp"
#include "unit/auth/victim.hpp"

namespace likes::auth::token_cache_test {

using namespace std::chrono_literals;

constexpr Time kNow{1'800'000'000s};

VerifiedToken alice() {
    return {*UserId::parse("alice"), kNow + 60s, Scopes::parse("likes:analytics")};
}

std::string token(int number) {
    return "token " + std::to_string(number);
}

BOOST_AUTO_TEST_SUITE(token_cache)

BOOST_AUTO_TEST_CASE(what_was_put_is_found_under_the_whole_text_only) {
    TokenCache cache{100};
    cache.put("a.b.c", alice());
    const auto found = cache.find("a.b.c", kNow);
    BOOST_REQUIRE(found.has_value());
    BOOST_TEST(found->user.str() == "alice");
    BOOST_TEST((found->expires_at == kNow + 60s));
    BOOST_TEST((found->scopes == alice().scopes));
    for (const std::string other : {"", "a.b", "a.b.d", "a.b.c.", "A.b.c"})
        BOOST_TEST(!cache.find(other, kNow).has_value(), other);
}

/// The token with the signature r and n - s in place of r and s, which whoever has the one can make.
std::string other_text(const std::string& token) {
    BIGNUM* n = nullptr;
    BOOST_REQUIRE(BN_hex2bn(&n, "FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551") > 0);
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> owned_n{n, BN_free};
    auto signature = test::bytes_of_part(token, 2);
    auto* const s_bytes = reinterpret_cast<unsigned char*>(signature.data()) + 32;
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> s{BN_bin2bn(s_bytes, 32, nullptr), BN_free};
    BOOST_REQUIRE(BN_sub(s.get(), n, s.get()) == 1);
    BOOST_REQUIRE(BN_bn2binpad(s.get(), s_bytes, 32) == 32);
    return test::replace_part(token, 2, base64url_encode(signature));
}

BOOST_AUTO_TEST_CASE(the_two_texts_of_an_ES256_signature_are_one_entry) {
    const test::Victim victim{kNow};
    const TokenVerifier verifier{KeySet::parse(victim.jwks()), test::Victim::rules()};
    // Of either kind of s, most likely.
    for (int i = 0; i < 20; ++i) {
        TokenCache cache{100};
        const auto token = victim.es_token();
        const auto other = other_text(token);
        BOOST_REQUIRE(token != other);
        BOOST_REQUIRE(std::holds_alternative<VerifiedToken>(verifier.verify(other, kNow)));
        cache.put(token, alice());
        BOOST_TEST(cache.find(other, kNow).has_value());
        BOOST_TEST(cache.find(token, kNow).has_value());
        cache.put(other, alice());
        BOOST_TEST(cache.size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(any_other_signature_and_any_other_claims_are_another_entry) {
    const test::Victim victim{kNow};
    for (const auto& token : {victim.es_token(), victim.token(), victim.rs_token(), victim.ps_token()}) {
        TokenCache cache{100};
        cache.put(token, alice());
        for (std::size_t byte = 0; byte < test::bytes_of_part(token, 2).size(); ++byte) {
            auto signature = test::bytes_of_part(token, 2);
            signature[byte] = static_cast<char>(signature[byte] ^ 1);
            BOOST_TEST(!cache.find(test::replace_part(token, 2, base64url_encode(signature)), kNow).has_value());
        }
        for (const std::size_t part : {0U, 1U}) {
            BOOST_TEST(!cache.find(test::replace_part(token, part, base64url_encode("{}")), kNow).has_value());
        }
        BOOST_TEST(!cache.find(token + '=', kNow).has_value());
    }
    // Of numbers that are no signature there is no other text.
    const auto token = victim.es_token();
    for (const auto& none : {std::string(64, '\0'), std::string(64, '\xff')}) {
        TokenCache cache{100};
        const auto text = test::replace_part(token, 2, base64url_encode(none));
        cache.put(text, alice());
        BOOST_TEST(cache.find(text, kNow).has_value());
    }
}

BOOST_AUTO_TEST_CASE(an_entry_is_found_until_its_expiry_and_takes_no_more_room_when_it_is_put_again) {
    TokenCache cache{100};
    for (int i = 0; i < 100; ++i) cache.put("a.b.c", alice());
    BOOST_TEST(cache.size() == 1U);
    BOOST_TEST(cache.find("a.b.c", kNow + 60s - 1us).has_value());
    BOOST_TEST(!cache.find("a.b.c", kNow + 60s).has_value());
}

BOOST_AUTO_TEST_CASE(the_bound_holds_whatever_it_is) {
    for (const std::size_t bound : {1U, 2U, 15U, 16U, 17U, 100U}) {
        BOOST_TEST_INFO_SCOPE("bound: " << bound);
        TokenCache cache{bound};
        for (int i = 0; i < 1000; ++i) {
            cache.put(token(i), alice());
            BOOST_REQUIRE(cache.size() <= bound);
            BOOST_REQUIRE(cache.find(token(i), kNow).has_value());
        }
        // Every shard has filled up by now; a bound that is no multiple of their number is rounded down to one.
        BOOST_TEST(cache.size() == (bound < 16 ? bound : bound / 16 * 16));
    }
}

BOOST_AUTO_TEST_CASE(the_oldest_entry_goes_first) {
    TokenCache cache{1};
    cache.put(token(1), alice());
    cache.put(token(2), alice());
    BOOST_TEST(!cache.find(token(1), kNow).has_value());
    BOOST_TEST(cache.find(token(2), kNow).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::auth::token_cache_test
