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

namespace likes::auth::token_verifier_test {

using namespace std::chrono_literals;
using test::compact;
using test::make_token;
using test::Victim;

constexpr Time kNow{1'800'000'000s};
const std::string kClaims = R"({"sub":"alice","exp":1800000060})";

/// The keys of `Victim`: one of each algorithm, named like it in lower case.
const Victim& keys() {
    static const Victim victim{kNow};
    return victim;
}

KeySet only(const std::string& members) {
    return KeySet::parse(test::jwks({members}));
}

std::string hs_token(const std::string& header_json, const std::string& claims = kClaims) {
    return make_token(keys().hs(), "HS256", header_json, claims);
}

std::string hs_token_with(std::string_view more) {
    return hs_token(Victim::header("HS256", "hs", more));
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

void check(const std::vector<Case>& cases, const KeySet& of = KeySet::parse(keys().jwks()),
           const TokenRules& rules = {}) {
    const TokenVerifier verifier{of, rules};
    for (const auto& each : cases) {
        BOOST_TEST_INFO_SCOPE(each.name);
        BOOST_TEST(outcome(verifier, each.token) == (each.expected ? to_string(*each.expected) : "accepted"));
    }
}

BOOST_AUTO_TEST_SUITE(token_verifier)

BOOST_AUTO_TEST_CASE(user_expiry_and_claims_come_out_as_they_were_signed) {
    const std::string claims = R"({"sub":"alice", "exp":1800000060,"acl":{"sub":["chats/1/events"]}})";
    const TokenVerifier verifier{KeySet::parse(keys().jwks()), {}};
    const auto token = hs_token(Victim::header("HS256", "hs"), claims);
    const auto verified = std::get<VerifiedClaims>(verifier.verify_claims(token, kNow));
    BOOST_TEST(verified.token.user.str() == "alice");
    BOOST_TEST((verified.token.expires_at == kNow + 60s));
    BOOST_TEST(verified.json == claims);
    BOOST_TEST((std::get<Rejection>(verifier.verify_claims(token, kNow + 60s)) == Rejection::kExpired));
    BOOST_TEST((std::get<Rejection>(verifier.verify(token, kNow + 60s)) == Rejection::kExpired));
}

BOOST_AUTO_TEST_CASE(a_token_without_a_kid_is_verified_by_any_key_of_its_algorithm) {
    check({{"no kid, one key", hs_token(R"({"alg":"HS256"})"), std::nullopt},
           {"kid, one key without", hs_token(Victim::header("HS256", "hs")), Rejection::kUnknownKey}},
          only(keys().hs().private_members()));
    check({{"HS256", hs_token(R"({"alg":"HS256"})"), std::nullopt},
           {"ES256", make_token(keys().es(), "ES256", R"({"alg":"ES256"})", kClaims), std::nullopt},
           {"RS256", make_token(Victim::rsa(), "RS256", R"({"alg":"RS256"})", kClaims), std::nullopt},
           {"PS256", make_token(Victim::rsa(), "PS256", R"({"alg":"PS256"})", kClaims), std::nullopt},
           {"of nobody", make_token(test::TestKey::ec("P-256"), "ES256", R"({"alg":"ES256"})", kClaims),
            Rejection::kBadSignature}});
    check({{"no kid, one key that has one", hs_token(R"({"alg":"HS256"})"), std::nullopt},
           {"another kid, one key", hs_token(Victim::header("HS256", "sh")), Rejection::kUnknownKey}},
          only(keys().hs().private_members() + R"(,"kid":"hs")"));
}

// A token that fits many keys and is of none costs as many verifications.
BOOST_AUTO_TEST_CASE(at_most_eight_keys_are_tried) {
    std::string keys;
    for (char c = 'a'; c <= 'j'; ++c) keys += (c == 'a' ? "{" : ",{") + test::hmac_jwk(std::string(1, c), c) + '}';
    const auto set = KeySet::parse("{\"keys\":[" + keys + "]}");
    const auto token = [](char c, const std::string& header) {
        return make_token(test::TestKey::hmac(std::string(32, c)), "HS256", header, kClaims);
    };
    const std::string nameless = R"({"alg":"HS256"})";
    check({{"the eighth", token('h', nameless), std::nullopt},
           {"the ninth", token('i', nameless), Rejection::kBadSignature},
           {"the ninth by its name", token('i', R"({"alg":"HS256","kid":"i"})"), std::nullopt}},
          set);
}

BOOST_AUTO_TEST_CASE(members_that_say_where_a_key_is_are_ignored) {
    for (const std::string more : {R"(,"jku":"https://id.example/keys")", R"(,"x5u":"https://id.example/chain")",
                                   R"(,"x5c":["AA"])", R"(,"x5t":"AA")", R"(,"jku":5,"x5c":{})"}) {
        check({{"well signed" + more, hs_token_with(more), std::nullopt},
               {"signed by a stranger" + more,
                make_token(test::TestKey::hmac(std::string(32, 'x')), "HS256", Victim::header("HS256", "hs", more),
                           kClaims),
                Rejection::kBadSignature}});
    }
    // A chain of certificates is longer than all other headers.
    check({{"a long chain", hs_token_with(R"(,"x5c":[")" + std::string(4000, 'A') + "\"]"), std::nullopt}});
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
          KeySet::parse(keys().jwks()), rules);
}

// The table of what must be refused, and the good tokens that it is made from, so that what is refused is so for its
// fault.
// The attacks are made from the good tokens, so that what is refused is refused for its fault.
BOOST_AUTO_TEST_CASE(a_token_of_each_algorithm_is_accepted_and_every_attack_is_refused_for_its_own_reason) {
    const TokenVerifier verifier{KeySet::parse(keys().jwks()), Victim::rules()};
    for (const auto& good : {keys().token(), keys().es_token(), keys().rs_token(), keys().ps_token()}) {
        BOOST_TEST(outcome(verifier, good) == "accepted");
    }
    for (const auto& attack : test::token_attacks(keys())) {
        BOOST_TEST_INFO_SCOPE(attack.name << " (RFC " << attack.rule << ")");
        BOOST_TEST(outcome(verifier, attack.token) == to_string(attack.expected));
    }
}

BOOST_AUTO_TEST_CASE(a_token_is_bounded_in_length) {
    // Base64url has no text of length 1 modulo 4, so header and payload are both padded until the sum is right.
    const auto of_size = [](std::size_t size) {
        const auto padding = [](std::size_t count) { return ",\"x\":\"" + std::string(count, 'x') + '"'; };
        for (std::size_t in_header = 0; in_header < 3; ++in_header) {
            const auto head = Victim::header("HS256", "hs", padding(in_header));
            for (std::size_t in_payload = 0; in_payload < size; ++in_payload) {
                const auto claims = R"({"sub":"alice","exp":1800000060)" + padding(in_payload) + '}';
                if (compact(head, claims, std::string(32, '\0')).size() == size) return hs_token(head, claims);
            }
        }
        throw std::logic_error{"no token of this size"};
    };
    check({{"8192 bytes", of_size(8192), std::nullopt}, {"8193 bytes", of_size(8193), Rejection::kTooLong}});
    TokenRules rules;
    rules.max_token_bytes = 1024;
    check({{"over a smaller bound", of_size(1025), Rejection::kTooLong}}, KeySet::parse(keys().jwks()), rules);
    rules.max_token_bytes = 16'384;
    check({{"of the largest bound", of_size(16'384), std::nullopt},
           {"over the largest bound", of_size(16'385), Rejection::kTooLong}},
          KeySet::parse(keys().jwks()), rules);
}

BOOST_AUTO_TEST_CASE(rules_out_of_their_bounds_are_refused) {
    const auto make = [](std::chrono::seconds leeway, std::size_t max_token_bytes) {
        TokenRules rules;
        rules.leeway = leeway;
        rules.max_token_bytes = max_token_bytes;
        return TokenVerifier{KeySet::parse(keys().jwks()), rules};
    };
    BOOST_CHECK_NO_THROW(make(0s, 1024));
    BOOST_CHECK_NO_THROW(make(60s, 16'384));
    BOOST_CHECK_THROW(make(-1s, 8192), std::invalid_argument);
    BOOST_CHECK_THROW(make(61s, 8192), std::invalid_argument);
    BOOST_CHECK_THROW(make(30s, 1023), std::invalid_argument);
    BOOST_CHECK_THROW(make(30s, 16'385), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::auth::token_verifier_test
