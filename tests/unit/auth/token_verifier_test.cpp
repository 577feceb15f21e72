#include "auth/token_verifier.hpp"

#include <chrono>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "auth/base64url.hpp"
#include "test_keys.hpp"

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

std::string_view verdict(const TokenVerifier& verifier, std::string_view token) {
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
            BOOST_TEST(verdict(verifier, each.token) == (each.expected ? to_string(*each.expected) : "accepted"));
        }
    }
}

std::string replace_part(const std::string& token, int part, const std::string& text) {
    const auto first = token.find('.');
    const auto second = token.rfind('.');
    const auto head = part == 0 ? text : token.substr(0, first);
    const auto body = part == 1 ? text : token.substr(first + 1, second - first - 1);
    const auto tail = part == 2 ? text : token.substr(second + 1);
    return head + '.' + body + '.' + tail;
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
    BOOST_TEST((std::get<Rejection>(verifier.verify_claims(token, kNow + 60s)) == Rejection::expired));
    BOOST_TEST((std::get<Rejection>(verifier.verify(token, kNow + 60s)) == Rejection::expired));
}

BOOST_AUTO_TEST_CASE(the_algorithm_is_the_keys_and_never_the_tokens) {
    const auto input = [](const std::string& head) { return base64url_encode(head) + '.' + base64url_encode(kClaims); };
    const auto forged = [&](const std::string& head, const std::string& key) {
        return compact(head, kClaims, test::hmac_sha256(key, input(head)));
    };
    std::vector<Case> cases;
    for (const std::string alg : {"none", "None", "NONE", "nOnE"}) {
        for (const std::string kid : {"hs", "es", "rs"}) {
            cases.push_back({alg + " without a signature, " + kid, compact(header(alg, kid), kClaims, ""),
                             Rejection::malformed_token});
            cases.push_back({alg + " with a signature, " + kid,
                             compact(header(alg, kid), kClaims, std::string(32, 'x')), Rejection::wrong_algorithm});
        }
    }
    // The confusion of RFC 8725 section 2.1: the public key, which anyone has, taken for an HMAC secret.
    const auto pem = rsa().public_pem();
    cases.push_back({"HS256 with the RSA key's PEM", forged(header("HS256", "rs"), pem), Rejection::wrong_algorithm});
    cases.push_back(
        {"the same with the algorithm of the key", forged(header("RS256", "rs"), pem), Rejection::bad_signature});
    cases.push_back({"HS256 with the JWK's text", forged(header("HS256", "rs"), rsa().public_members()),
                     Rejection::wrong_algorithm});
    const auto members = rsa().public_members();
    const auto n_begin = members.find("\"n\":\"") + 5;
    const auto modulus = base64url_decode(members.substr(n_begin, members.find('"', n_begin) - n_begin)).value();
    cases.push_back({"HS256 with the modulus", forged(header("HS256", "rs"), modulus), Rejection::wrong_algorithm});
    cases.push_back({"HS256 with no secret", forged(header("HS256", "hs"), ""), Rejection::bad_signature});

    cases.push_back({"PS256 for a key that is pinned to RS256",
                     make_token(rsa(), "PS256", header("PS256", "rs"), kClaims), Rejection::wrong_algorithm});
    cases.push_back({"a PSS signature under the name RS256", make_token(rsa(), "PS256", header("RS256", "rs"), kClaims),
                     Rejection::bad_signature});
    cases.push_back({"a PKCS1 signature under the name PS256",
                     make_token(rsa(), "RS256", header("PS256", "ps"), kClaims), Rejection::bad_signature});
    for (const std::string alg : {"HS384", "HS512", "hs256", "HS256 ", "RS256", ""}) {
        cases.push_back({"for the HMAC key: " + alg, hs_token(header(alg, "hs")), Rejection::wrong_algorithm});
    }
    cases.push_back(
        {"a NUL after the name", hs_token(R"({"alg":"HS256\u0000","kid":"hs"})"), Rejection::wrong_algorithm});
    cases.push_back({"no alg", hs_token(R"({"kid":"hs"})"), Rejection::wrong_algorithm});
    cases.push_back({"alg is an array", hs_token(R"({"alg":["HS256"],"kid":"hs"})"), Rejection::wrong_algorithm});
    cases.push_back({"alg is null", hs_token(R"({"alg":null,"kid":"hs"})"), Rejection::wrong_algorithm});
    check(cases);
}

BOOST_AUTO_TEST_CASE(the_key_is_the_one_that_kid_names) {
    check({
        {"unknown kid", hs_token(header("HS256", "nobody")), Rejection::unknown_key},
        {"kid in another letter case", hs_token(header("HS256", "HS")), Rejection::unknown_key},
        {"empty kid", hs_token(header("HS256", "")), Rejection::unknown_key},
        {"a path", hs_token(header("HS256", "../../dev/null")), Rejection::unknown_key},
        {"no kid among several keys", hs_token(R"({"alg":"HS256"})"), Rejection::unknown_key},
        {"kid is a number", hs_token(R"({"alg":"HS256","kid":0})"), Rejection::malformed_token},
        {"kid is null", hs_token(R"({"alg":"HS256","kid":null})"), Rejection::malformed_token},
        {"kid of another key", hs_token(header("HS256", "es")), Rejection::wrong_algorithm},
        {"a key that may only sign",
         make_token(TestKey::hmac("sign only, sign only, sign only!"), "HS256", header("HS256", "so"), kClaims),
         Rejection::unknown_key},
        {"the right kid and somebody else's key",
         make_token(TestKey::hmac("another secret, of 32 bytes, too"), "HS256", header("HS256", "hs"), kClaims),
         Rejection::bad_signature},
    });
    check({{"no kid, one key", hs_token(R"({"alg":"HS256"})"), std::nullopt},
           {"kid, one key without", hs_token(header("HS256", "hs")), Rejection::unknown_key}},
          only(hs().private_members()));
    check({{"no kid, one key that has one", hs_token(R"({"alg":"HS256"})"), std::nullopt},
           {"another kid, one key", hs_token(header("HS256", "sh")), Rejection::unknown_key}},
          only(hs().private_members() + R"(,"kid":"hs")"));
}

BOOST_AUTO_TEST_CASE(header_members_that_change_the_meaning_or_bring_a_key_are_refused) {
    const auto jwk = '{' + es().public_members() + '}';
    std::vector<Case> cases{
        {"crit that names nothing we know", hs_token_with(R"(,"crit":["exp"],"exp":1)"), Rejection::unsupported_header},
        {"empty crit", hs_token_with(R"(,"crit":[])"), Rejection::unsupported_header},
        {"b64", hs_token_with(R"(,"b64":false,"crit":["b64"])"), Rejection::unsupported_header},
        {"b64 alone", hs_token_with(R"(,"b64":true)"), Rejection::unsupported_header},
        {"zip", hs_token_with(R"(,"zip":"DEF")"), Rejection::unsupported_header},
        {"enc", hs_token_with(R"(,"enc":"A128GCM")"), Rejection::unsupported_header},
        {"jku", hs_token_with(R"(,"jku":"https://evil.example/jwks")"), Rejection::unsupported_header},
        {"x5u", hs_token_with(R"(,"x5u":"https://evil.example/x5u")"), Rejection::unsupported_header},
        {"x5c", hs_token_with(R"(,"x5c":["AA"])"), Rejection::unsupported_header},
        {"a key of its own, well signed with it",
         make_token(es(), "ES256", header("ES256", "es", ",\"jwk\":" + jwk), kClaims), Rejection::unsupported_header},
        {"other members are ignored", hs_token_with(R"(,"cty":"x","x5t":"AA","foo":{"bar":1})"), std::nullopt},
    };
    check(cases);
}

BOOST_AUTO_TEST_CASE(the_type_is_that_of_an_access_token_unless_the_rules_say_otherwise) {
    const auto typed = [](const std::string& typ) { return hs_token_with(",\"typ\":" + typ); };
    check({
        {"none", hs_token_with(""), std::nullopt},
        {"JWT", typed(R"("JWT")"), std::nullopt},
        {"jwt", typed(R"("jwt")"), std::nullopt},
        {"at+jwt", typed(R"("at+jwt")"), std::nullopt},
        {"application/AT+JWT", typed(R"("application/AT+JWT")"), std::nullopt},
        {"JOSE", typed(R"("JOSE")"), Rejection::unsupported_header},
        {"that of another purpose", typed(R"("mqtt+jwt")"), Rejection::unsupported_header},
        {"empty", typed(R"("")"), Rejection::unsupported_header},
        {"twice application/", typed(R"("application/application/jwt")"), Rejection::unsupported_header},
        {"a number", typed("1"), Rejection::unsupported_header},
        {"null", typed("null"), Rejection::unsupported_header},
    });
    TokenRules rules;
    rules.type = "mqtt+jwt";
    check({{"the required one", typed(R"("mqtt+JWT")"), std::nullopt},
           {"none", hs_token_with(""), Rejection::unsupported_header},
           {"an access token", typed(R"("JWT")"), Rejection::unsupported_header}},
          all_keys(), rules);
}

BOOST_AUTO_TEST_CASE(a_header_that_could_be_read_in_two_ways_is_refused) {
    check({
        {"two algs", hs_token(R"({"alg":"none","kid":"hs","alg":"HS256"})"), Rejection::malformed_token},
        {"two algs, one with an escape", hs_token(R"({"\u0061lg":"none","kid":"hs","alg":"HS256"})"),
         Rejection::malformed_token},
        {"two kids", hs_token(R"({"alg":"HS256","kid":"es","kid":"hs"})"), Rejection::malformed_token},
        {"duplicates in a member we do not read", hs_token_with(R"(,"x":{"a":1,"a":1})"), Rejection::malformed_token},
        {"text after it", hs_token(header("HS256", "hs") + "x"), Rejection::malformed_token},
        {"a NUL after it", hs_token(header("HS256", "hs") + '\0'), Rejection::malformed_token},
        {"an array", hs_token(R"(["HS256"])"), Rejection::malformed_token},
        {"a text", hs_token(R"("HS256")"), Rejection::malformed_token},
        {"nothing but a space", hs_token(" "), Rejection::malformed_token},
        {"invalid UTF-8", hs_token_with(",\"x\":\"\xff\""), Rejection::malformed_token},
        {"deep nesting", hs_token_with(",\"x\":" + std::string(300, '[') + std::string(300, ']')),
         Rejection::malformed_token},
        {"longer than a header is", hs_token_with(",\"x\":\"" + std::string(1000, 'x') + '"'),
         Rejection::malformed_token},
    });
}

BOOST_AUTO_TEST_CASE(the_form_is_three_parts_of_strict_base64url) {
    const auto good = hs_token(header("HS256", "hs"));
    // The length of a MAC, 32 bytes, leaves two bits unused in the last character: the neighbour means the same bytes.
    auto respelled = good;
    respelled.back() = static_cast<char>(respelled.back() + 1);
    const auto head = good.substr(0, good.find('.'));
    const auto body = base64url_encode(kClaims);
    check({
        {"nothing", "", Rejection::malformed_token},
        {"dots alone", "..", Rejection::malformed_token},
        {"one part", head, Rejection::malformed_token},
        {"two parts", good.substr(0, good.rfind('.')), Rejection::malformed_token},
        {"an empty signature", replace_part(good, 2, ""), Rejection::malformed_token},
        {"an empty payload", replace_part(good, 1, ""), Rejection::malformed_token},
        {"an empty header", replace_part(good, 0, ""), Rejection::malformed_token},
        {"four parts", good + ".AAAA", Rejection::malformed_token},
        {"a dot after it", good + '.', Rejection::malformed_token},
        {"a dot before it", '.' + good, Rejection::malformed_token},
        {"five parts: a JWE", good + ".AAAA.AAAA", Rejection::malformed_token},
        {"an encrypted token's header in three parts", hs_token(R"({"alg":"dir","enc":"A128CBC-HS256","kid":"hs"})"),
         Rejection::unsupported_header},
        {"padding", good + '=', Rejection::malformed_token},
        {"padding in the payload", replace_part(good, 1, body + '='), Rejection::malformed_token},
        {"the same bytes spelled otherwise", respelled, Rejection::malformed_token},
        {"a space after it", good + ' ', Rejection::malformed_token},
        {"a line end in it", replace_part(good, 1, body + "\r\n"), Rejection::malformed_token},
        {"a NUL after it", good + '\0', Rejection::malformed_token},
        {"the JSON form", R"({"payload":"e30","signatures":[]})", Rejection::malformed_token},
        {"a nested token", hs_token(header("HS256", "hs", R"(,"cty":"JWT")"), good), Rejection::malformed_claims},
    });
}

BOOST_AUTO_TEST_CASE(the_signature_has_the_length_of_its_algorithm) {
    const auto hs_good = hs_token(header("HS256", "hs"));
    const auto es_head = header("ES256", "es");
    const auto es_input = base64url_encode(es_head) + '.' + base64url_encode(kClaims);
    const auto es_raw = es().sign("ES256", es_input);
    const auto rs_head = header("RS256", "rs");
    const auto rs_raw = rsa().sign("RS256", base64url_encode(rs_head) + '.' + base64url_encode(kClaims));
    const auto mac = base64url_decode(hs_good.substr(hs_good.rfind('.') + 1)).value();
    const auto hs_with = [&](const std::string& sig) { return replace_part(hs_good, 2, base64url_encode(sig)); };
    const auto es_with = [&](const std::string& sig) { return compact(es_head, kClaims, sig); };
    const auto rs_with = [&](const std::string& sig) { return compact(rs_head, kClaims, sig); };
    check({
        {"HS256 as it is", hs_with(mac), std::nullopt},
        {"HS256 of one byte", hs_with(mac.substr(0, 1)), Rejection::bad_signature},
        {"HS256 cut short", hs_with(mac.substr(0, 31)), Rejection::bad_signature},
        {"HS256 and more", hs_with(mac + '\0'), Rejection::bad_signature},
        {"HS256 of zeros", hs_with(std::string(32, '\0')), Rejection::bad_signature},
        {"ES256 as it is", es_with(es_raw), std::nullopt},
        {"ES256 in DER", es_with(es().sign_der(es_input)), Rejection::bad_signature},
        {"ES256 of zeros (CVE-2022-21449)", es_with(std::string(64, '\0')), Rejection::bad_signature},
        {"ES256 of ones", es_with(std::string(64, '\xff')), Rejection::bad_signature},
        {"ES256 cut short", es_with(es_raw.substr(0, 63)), Rejection::bad_signature},
        {"ES256 and more", es_with(es_raw + '\0'), Rejection::bad_signature},
        {"ES256 with each half padded", es_with('\0' + es_raw.substr(0, 32) + '\0' + es_raw.substr(32)),
         Rejection::bad_signature},
        {"RS256 as it is", rs_with(rs_raw), std::nullopt},
        {"RS256 cut short", rs_with(rs_raw.substr(0, 255)), Rejection::bad_signature},
        {"RS256 with a zero before it", rs_with('\0' + rs_raw), Rejection::bad_signature},
        {"RS256 of zeros", rs_with(std::string(256, '\0')), Rejection::bad_signature},
        {"RS256 above the modulus", rs_with(std::string(256, '\xff')), Rejection::bad_signature},
    });
}

BOOST_AUTO_TEST_CASE(a_changed_claim_breaks_the_signature) {
    const std::string mallory = base64url_encode(R"({"sub":"admin","exp":1800000060})");
    check({
        {"HS256", replace_part(hs_token(header("HS256", "hs")), 1, mallory), Rejection::bad_signature},
        {"ES256", replace_part(make_token(es(), "ES256", header("ES256", "es"), kClaims), 1, mallory),
         Rejection::bad_signature},
        {"PS256", replace_part(make_token(rsa(), "PS256", header("PS256", "ps"), kClaims), 1, mallory),
         Rejection::bad_signature},
        {"expired and forged tells nothing of the claims",
         replace_part(hs_token(header("HS256", "hs")), 1, base64url_encode(R"({"exp":1})")), Rejection::bad_signature},
    });
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
           {"4097 bytes", too_long, Rejection::too_long},
           {"a megabyte", std::string(1 << 20, 'a'), Rejection::too_long}});
    TokenRules rules;
    rules.max_token_bytes = 256;
    check({{"over a smaller bound", of_size(257), Rejection::too_long}}, all_keys(), rules);
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
