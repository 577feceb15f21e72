#include "auth/token_verifier.hpp"

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/base64url.hpp"
#include "unit/auth/test_keys.hpp"
#include "unit/auth/token_attacks.hpp"
#include "unit/auth/victim.hpp"

namespace likes::auth {
namespace {

using namespace std::chrono_literals;
using test::compact;
using test::make_token;
using test::TestKey;

constexpr Time kNow{1'800'000'000s};
const std::string kClaims = R"({"sub":"alice","exp":1800000060})";

const TestKey& hs() {
    static const TestKey key = TestKey::hmac("0123456789abcdef0123456789abcdef");
    return key;
}

const TestKey& es() {
    static const TestKey key = TestKey::ec("P-256");
    return key;
}

const TestKey& rsa() {
    return test::shared_rsa();
}

/// One key of each algorithm, named like it in lower case. The RSA key is there twice.
const KeySet& all_keys() {
    static const KeySet keys = KeySet::parse(test::jwks({
        hs().private_members() + R"(,"kid":"hs")",
        es().public_members() + R"(,"kid":"es")",
        rsa().public_members() + R"(,"kid":"rs","alg":"RS256")",
        rsa().public_members() + R"(,"kid":"ps","alg":"PS256")",
        TestKey::hmac("sign only, sign only, sign only!").private_members() + R"(,"kid":"so","key_ops":["sign"])",
    }));
    return keys;
}

KeySet only(const std::string& members) {
    return KeySet::parse(test::jwks({members}));
}

std::string header(std::string_view alg, std::string_view kid, std::string_view more = "") {
    return R"({"alg":")" + std::string{alg} + R"(","kid":")" + std::string{kid} + '"' + std::string{more} + '}';
}

std::string hs_token(const std::string& header_json, const std::string& claims = kClaims) {
    return make_token(hs(), "HS256", header_json, claims);
}

std::string hs_token_with(std::string_view more) {
    return hs_token(header("HS256", "hs", more));
}

std::string_view outcome(const TokenVerifier& verifier, std::string_view token) {
    const auto result = verifier.verify(token, kNow);
    const auto* rejection = std::get_if<Rejection>(&result);
    return rejection == nullptr ? "accepted" : to_string(*rejection);
}

struct Case {
    std::string name;
    std::string token;
    std::optional<Rejection> expected;  // nullopt: accepted.
};

void check(const std::vector<Case>& cases, const KeySet& keys = all_keys(), const TokenRules& rules = {}) {
    const TokenVerifier verifier{keys, rules};
    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT(each.name) {
            BOOST_TEST(outcome(verifier, each.token) == (each.expected ? to_string(*each.expected) : "accepted"));
        }
    }
}

BOOST_AUTO_TEST_SUITE(token_verifier)

BOOST_AUTO_TEST_CASE(a_token_of_each_algorithm_is_accepted) {
    check({
        {"HS256", hs_token(header("HS256", "hs")), std::nullopt},
        {"ES256", make_token(es(), "ES256", header("ES256", "es"), kClaims), std::nullopt},
        {"RS256", make_token(rsa(), "RS256", header("RS256", "rs"), kClaims), std::nullopt},
        {"PS256", make_token(rsa(), "PS256", header("PS256", "ps"), kClaims), std::nullopt},
    });
}

BOOST_AUTO_TEST_CASE(user_expiry_and_claims_come_out_as_they_were_signed) {
    const std::string claims = R"({"sub":"alice", "exp":1800000060,"acl":{"sub":["chats/1/events"]}})";
    const TokenVerifier verifier{all_keys(), {}};
    const auto token = hs_token(header("HS256", "hs"), claims);
    const auto result = verifier.verify_claims(token, kNow);
    const auto* verified = std::get_if<VerifiedClaims>(&result);
    BOOST_REQUIRE(verified != nullptr);
    BOOST_TEST(verified->token.user.str() == "alice");
    BOOST_TEST((verified->token.expires_at == kNow + 60s));
    BOOST_TEST(verified->json == claims);
    BOOST_TEST((std::get<Rejection>(verifier.verify_claims(token, kNow + 60s)) == Rejection::kExpired));
    BOOST_TEST((std::get<Rejection>(verifier.verify(token, kNow + 60s)) == Rejection::kExpired));
}

BOOST_AUTO_TEST_CASE(a_token_without_a_kid_gets_the_key_of_a_set_that_has_only_one) {
    check({{"no kid, one key", hs_token(R"({"alg":"HS256"})"), std::nullopt},
           {"kid, one key without", hs_token(header("HS256", "hs")), Rejection::kUnknownKey}},
          only(hs().private_members()));
    check({{"no kid, one key that has one", hs_token(R"({"alg":"HS256"})"), std::nullopt},
           {"another kid, one key", hs_token(header("HS256", "sh")), Rejection::kUnknownKey}},
          only(hs().private_members() + R"(,"kid":"hs")"));
}

BOOST_AUTO_TEST_CASE(the_type_is_that_of_an_access_token_unless_the_rules_say_otherwise) {
    const auto typed = [](const std::string& typ) { return hs_token_with(",\"typ\":" + typ); };
    check({
        {"none", hs_token_with(""), std::nullopt},
        {"JWT", typed(R"("JWT")"), std::nullopt},
        {"jwt", typed(R"("jwt")"), std::nullopt},
        {"at+jwt", typed(R"("at+jwt")"), std::nullopt},
        {"application/AT+JWT", typed(R"("application/AT+JWT")"), std::nullopt},
        {"other members are ignored", hs_token_with(R"(,"cty":"x","x5t":"AA","foo":{"bar":1})"), std::nullopt},
    });
    TokenRules rules;
    rules.type = "mqtt+jwt";
    check({{"the required one", typed(R"("mqtt+JWT")"), std::nullopt},
           {"none", hs_token_with(""), Rejection::kUnsupportedHeader},
           {"an access token", typed(R"("JWT")"), Rejection::kUnsupportedHeader}},
          all_keys(), rules);
}

// The table of what must be refused, and the good tokens that it is made from, so that what is refused is so for its
// fault.
BOOST_AUTO_TEST_CASE(every_attack_is_refused_for_its_own_reason) {
    const test::Victim victim{kNow};
    const TokenVerifier verifier{KeySet::parse(victim.jwks()), test::Victim::rules()};
    for (const auto& good : {victim.token(), victim.es_token(), victim.rs_token(), victim.ps_token()}) {
        BOOST_TEST(outcome(verifier, good) == "accepted");
    }
    for (const auto& attack : test::token_attacks(victim)) {
        BOOST_TEST_CONTEXT(attack.name << " (RFC " << attack.rule << ")") {
            BOOST_TEST(outcome(verifier, attack.token) == to_string(attack.expected));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_token_is_bounded_in_length) {
    // Base64url has no text of length 1 modulo 4, so header and payload are both padded until the sum is right.
    const auto of_size = [](std::size_t size) {
        const auto padding = [](std::size_t count) { return ",\"x\":\"" + std::string(count, 'x') + '"'; };
        for (std::size_t in_header = 0; in_header < 3; ++in_header) {
            const auto head = header("HS256", "hs", padding(in_header));
            for (std::size_t in_payload = 0; in_payload < size; ++in_payload) {
                const auto claims = R"({"sub":"alice","exp":1800000060)" + padding(in_payload) + '}';
                auto token = compact(head, claims, std::string(32, '\0'));
                if (token.size() == size) return hs_token(head, claims);
            }
        }
        return std::string{};
    };
    const auto longest = of_size(4096);
    const auto too_long = of_size(4097);
    BOOST_REQUIRE(longest.size() == 4096U);
    BOOST_REQUIRE(too_long.size() == 4097U);
    check({{"4096 bytes", longest, std::nullopt},
           {"4097 bytes", too_long, Rejection::kTooLong},
           {"a megabyte", std::string(1 << 20, 'a'), Rejection::kTooLong}});
    TokenRules rules;
    rules.max_token_bytes = 256;
    check({{"over a smaller bound", of_size(257), Rejection::kTooLong}}, all_keys(), rules);
}

BOOST_AUTO_TEST_CASE(rules_out_of_their_bounds_are_refused) {
    const auto make = [](std::chrono::seconds leeway, std::size_t max_token_bytes) {
        TokenRules rules;
        rules.leeway = leeway;
        rules.max_token_bytes = max_token_bytes;
        return TokenVerifier{all_keys(), rules};
    };
    BOOST_CHECK_NO_THROW(make(0s, 256));
    BOOST_CHECK_NO_THROW(make(60s, 8192));
    BOOST_CHECK_THROW(make(-1s, 4096), std::invalid_argument);
    BOOST_CHECK_THROW(make(61s, 4096), std::invalid_argument);
    BOOST_CHECK_THROW(make(30s, 255), std::invalid_argument);
    BOOST_CHECK_THROW(make(30s, 8193), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::auth
