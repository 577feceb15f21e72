#include "unit/auth/token_attacks.hpp"

#include <iterator>
#include <utility>

#include "base/base64url.hpp"

namespace likes::auth::test {
namespace {

using enum Rejection;
using Attacks = std::vector<TokenAttack>;

/// A token that says what `header` does, with an HMAC under `key` as the signature.
std::string hmac_forged(const Victim& victim, const std::string& header, const std::string& key) {
    const auto input = base64url_encode(header) + '.' + base64url_encode(victim.claims());
    return input + '.' + base64url_encode(hmac_sha256(key, input));
}

// NOLINTBEGIN(performance-inefficient-string-concatenation): a table is there to be read
Attacks on_the_algorithm(const Victim& v) {
    Attacks attacks;
    for (const std::string alg : {"none", "None", "NONE", "nOnE", "NoNe", "n\\u006fne"}) {
        for (const std::string kid : {"hs", "es", "rs"}) {
            const auto head = Victim::header(alg, kid);
            attacks.push_back({"alg " + alg + " without a signature, kid " + kid, "8725 3.1",
                               compact(head, v.claims(), ""), kMalformedToken});
            attacks.push_back({"alg " + alg + " with a signature, kid " + kid, "8725 3.1",
                               compact(head, v.claims(), std::string(32, 'x')), kWrongAlgorithm});
        }
    }
    attacks.push_back({"alg none, and no key", "8725 3.1",
                       compact(R"({"alg":"none"})", v.claims(), std::string(32, 'x')), kWrongAlgorithm});
    // The public key, which anyone has, taken for an HMAC secret.
    const auto pem = Victim::rsa().public_pem();
    const auto rsa = Victim::rsa().public_members();
    const auto n_begin = rsa.find(R"("n":")") + 5;
    const auto modulus = base64url_decode(rsa.substr(n_begin, rsa.find('"', n_begin) - n_begin)).value();
    const std::vector<std::pair<std::string, std::string>> public_secrets{
        {"PEM", pem},
        {"PEM without the last line end", pem.substr(0, pem.size() - 1)},
        {"JWK's text", '{' + rsa + '}'},
        {"modulus", modulus}};
    for (const auto& [form, secret] : public_secrets) {
        attacks.push_back({"HS256 with the RSA key's " + form, "8725 3.1",
                           hmac_forged(v, Victim::header("HS256", "rs"), secret), kWrongAlgorithm});
        attacks.push_back({"the same under the name RS256", "8725 3.1",
                           hmac_forged(v, Victim::header("RS256", "rs"), secret), kBadSignature});
        attacks.push_back({"the same for the HMAC key", "8725 3.1",
                           hmac_forged(v, Victim::header("HS256", "hs"), secret), kBadSignature});
        attacks.push_back(
            {"the same for no key", "8725 3.1", hmac_forged(v, R"({"alg":"HS256"})", secret), kBadSignature});
    }
    for (const std::string alg :
         {"HS384", "HS512", "hs256", "HS256 ", "RS256", "ES256", "EdDSA", "dir", "", "HS256\\u0000"}) {
        attacks.push_back({"alg '" + alg + "' for the HMAC key", "8725 3.1", v.with_header(Victim::header(alg, "hs")),
                           kWrongAlgorithm});
    }
    const auto rs_as = [&](std::string_view signed_as, std::string_view alg, std::string_view kid) {
        return make_token(Victim::rsa(), signed_as, Victim::header(alg, kid), v.claims());
    };
    const Attacks others{
        {"no alg", "8725 3.1", v.with_header(R"({"kid":"hs"})"), kWrongAlgorithm},
        {"alg is an array", "8725 3.1", v.with_header(R"({"alg":["HS256"],"kid":"hs"})"), kWrongAlgorithm},
        {"alg is null", "8725 3.1", v.with_header(R"({"alg":null,"kid":"hs"})"), kWrongAlgorithm},
        {"alg is true", "8725 3.1", v.with_header(R"({"alg":true,"kid":"hs"})"), kWrongAlgorithm},
        {"PS256 for a key pinned to RS256", "8725 3.1", rs_as("PS256", "PS256", "rs"), kWrongAlgorithm},
        {"a PSS signature under the name RS256", "8725 3.1", rs_as("PS256", "RS256", "rs"), kBadSignature},
        {"a PKCS1 signature under the name PS256", "8725 3.1", rs_as("RS256", "PS256", "ps"), kBadSignature},
        {"HS256 with no secret", "8725 3.5", hmac_forged(v, Victim::header("HS256", "hs"), ""), kBadSignature},
        {"HS256 with a weak secret", "8725 3.5", hmac_forged(v, Victim::header("HS256", "hs"), "secret"),
         kBadSignature},
    };
    attacks.insert(attacks.end(), others.begin(), others.end());
    return attacks;
}

Attacks on_the_key(const Victim& v) {
    const auto by_kid = [&](std::string_view kid) { return v.with_header(Victim::header("HS256", kid)); };
    const auto jwk = '{' + v.es().public_members() + '}';
    const auto stranger = TestKey::hmac("another secret, of 32 bytes, too");
    const auto sign_only = TestKey::hmac("sign only, sign only, sign only!");
    static const auto attacker = TestKey::rsa(2048);
    return {
        {"unknown kid", "8725 3.8", by_kid("nobody"), kUnknownKey},
        {"kid in another letter case", "8725 3.8", by_kid("HS"), kUnknownKey},
        {"empty kid", "8725 3.8", by_kid(""), kUnknownKey},
        {"no kid, and somebody else's key", "8725 3.3", make_token(stranger, "HS256", R"({"alg":"HS256"})", v.claims()),
         kBadSignature},
        {"no kid, and a key that may only sign", "7517 4.3",
         make_token(sign_only, "HS256", R"({"alg":"HS256"})", v.claims()), kBadSignature},
        {"kid is a path", "8725 3.10", by_kid("../../dev/null"), kUnknownKey},
        {"kid is SQL", "8725 3.10", by_kid("x' UNION SELECT 'a"), kUnknownKey},
        {"kid with a NUL behind a good one", "8725 3.10", by_kid("hs\\u0000"), kUnknownKey},
        {"kid is a number", "7515 4.1.4", v.with_header(R"({"alg":"HS256","kid":0})"), kMalformedToken},
        {"kid is null", "7515 4.1.4", v.with_header(R"({"alg":"HS256","kid":null})"), kMalformedToken},
        {"kid of another key", "8725 3.1", by_kid("es"), kWrongAlgorithm},
        {"a key that may only sign", "7517 4.3",
         make_token(sign_only, "HS256", Victim::header("HS256", "so"), v.claims()), kUnknownKey},
        {"the right kid and somebody else's key", "8725 3.3",
         make_token(stranger, "HS256", Victim::header("HS256", "hs"), v.claims()), kBadSignature},
        {"a key of its own, well signed with it", "8725 3.10",
         make_token(v.es(), "ES256", Victim::header("ES256", "es", ",\"jwk\":" + jwk), v.claims()), kUnsupportedHeader},
        {"a jku, and the key that is there", "8725 3.10",
         make_token(stranger, "HS256", Victim::header("HS256", "hs", R"(,"jku":"https://evil.example/jwks")"),
                    v.claims()),
         kBadSignature},
        {"the certificate of its own key", "8725 3.10",
         make_token(attacker, "RS256", Victim::header("RS256", "rs", R"(,"x5c":["AA"],"x5u":"https://evil.example/")"),
                    v.claims()),
         kBadSignature},
    };
}

Attacks on_the_header(const Victim& v) {
    const auto more = [&](const std::string& members) { return v.with_more_header(members); };
    const auto good = Victim::header("HS256", "hs");
    return {
        {"crit that names what we do not know", "7515 4.1.11", more(R"(,"crit":["x"],"x":1)"), kUnsupportedHeader},
        {"crit that names a claim", "7515 4.1.11", more(R"(,"crit":["exp"],"exp":1)"), kUnsupportedHeader},
        {"empty crit", "7515 4.1.11", more(R"(,"crit":[])"), kUnsupportedHeader},
        {"b64", "7797 6", more(R"(,"b64":false,"crit":["b64"])"), kUnsupportedHeader},
        {"b64 alone", "7797 6", more(R"(,"b64":true)"), kUnsupportedHeader},
        {"zip", "8725 3.6", more(R"(,"zip":"DEF")"), kUnsupportedHeader},
        {"enc", "8725 3.2", more(R"(,"enc":"A128GCM")"), kUnsupportedHeader},
        {"an encrypted token's header in three parts", "8725 3.2",
         v.with_header(R"({"alg":"dir","enc":"A128CBC-HS256","kid":"hs"})"), kUnsupportedHeader},
        {"typ of a realtime token", "8725 3.11", more(R"(,"typ":"mqtt+jwt")"), kUnsupportedHeader},
        {"typ JOSE", "8725 3.11", more(R"(,"typ":"JOSE")"), kUnsupportedHeader},
        {"typ of a logout token", "8725 3.11", more(R"(,"typ":"logout+jwt")"), kUnsupportedHeader},
        {"typ is empty", "8725 3.11", more(R"(,"typ":"")"), kUnsupportedHeader},
        {"typ with application/ twice", "8725 3.11", more(R"(,"typ":"application/application/jwt")"),
         kUnsupportedHeader},
        {"typ with a NUL", "8725 3.11", more(R"(,"typ":"JWT\u0000")"), kUnsupportedHeader},
        {"typ is a number", "8725 3.11", more(R"(,"typ":1)"), kUnsupportedHeader},
        {"typ is null", "8725 3.11", more(R"(,"typ":null)"), kUnsupportedHeader},
        {"two algs", "7515 4", v.with_header(R"({"alg":"none","kid":"hs","alg":"HS256"})"), kMalformedToken},
        {"two algs, one with an escape", "7515 4", v.with_header(R"({"\u0061lg":"none","kid":"hs","alg":"HS256"})"),
         kMalformedToken},
        {"two kids", "7515 4", v.with_header(R"({"alg":"HS256","kid":"es","kid":"hs"})"), kMalformedToken},
        {"duplicates in a member we do not read", "7515 4", more(R"(,"x":{"a":1,"a":1})"), kMalformedToken},
        {"text after the header", "8259 2", v.with_header(good + "x"), kMalformedToken},
        {"a NUL after the header", "8259 2", v.with_header(good + '\0'), kMalformedToken},
        {"a byte order mark before it", "8259 8.1", v.with_header("\xEF\xBB\xBF" + good), kMalformedToken},
        {"UTF-16", "8725 3.7", v.with_header(std::string{"\xFF\xFE{\0}\0", 6}), kMalformedToken},
        {"invalid UTF-8", "8725 3.7", more(",\"x\":\"\xff\""), kMalformedToken},
        {"a number beyond a double in the header", "8259 6", more(R"(,"x":1e400)"), kMalformedToken},
        {"an array as header", "7515 4", v.with_header(R"(["HS256"])"), kMalformedToken},
        {"a text as header", "7515 4", v.with_header(R"("HS256")"), kMalformedToken},
        {"null as header", "7515 4", v.with_header("null"), kMalformedToken},
        {"nothing but a space as header", "7515 4", v.with_header(" "), kMalformedToken},
        {"deep nesting in the header", "8259 9", more(",\"x\":" + std::string(300, '[') + std::string(300, ']')),
         kMalformedToken},
    };
}

Attacks on_the_form(const Victim& v) {
    const auto good = v.token();
    const auto head = good.substr(0, good.find('.'));
    const auto body = base64url_encode(v.claims());
    // A MAC has 32 bytes, which leaves two bits of the last character unused: its neighbour means the same bytes.
    auto respelled = good;
    respelled.back() = static_cast<char>(respelled.back() + 1);
    const auto signature = good.substr(good.rfind('.') + 1);
    const auto of = [&](std::size_t part, const std::string& text) { return replace_part(good, part, text); };
    return {
        {"dots alone", "7515 7.1", "..", kMalformedToken},
        {"one part", "7515 7.1", head, kMalformedToken},
        {"two parts", "7515 7.1", good.substr(0, good.rfind('.')), kMalformedToken},
        {"an empty header", "7515 7.1", of(0, ""), kMalformedToken},
        {"an empty payload", "7515 7.1", of(1, ""), kMalformedToken},
        {"an empty signature", "7515 7.1", of(2, ""), kMalformedToken},
        {"four parts", "7515 7.1", good + ".AAAA", kMalformedToken},
        {"five parts: a JWE", "8725 3.2", good + ".AAAA.AAAA", kMalformedToken},
        {"a dot before it", "7515 7.1", '.' + good, kMalformedToken},
        {"a dot after it", "7515 7.1", good + '.', kMalformedToken},
        {"the JSON form", "7515 7.2", R"({"payload":"e30","signatures":[]})", kMalformedToken},
        {"padding", "7515 2", good + '=', kMalformedToken},
        {"padding in the header", "7515 2", of(0, head + '='), kMalformedToken},
        {"padding in the payload", "7515 2", of(1, body + '='), kMalformedToken},
        {"the same bytes spelled otherwise", "4648 3.5", respelled, kMalformedToken},
        {"a plus sign", "4648 5", of(2, '+' + signature.substr(1)), kMalformedToken},
        {"a slash", "4648 5", of(2, '/' + signature.substr(1)), kMalformedToken},
        {"a space in the middle", "4648 3.3", of(1, body.substr(0, 8) + ' ' + body.substr(8)), kMalformedToken},
        {"a tab in the middle", "4648 3.3", of(1, body.substr(0, 8) + '\t' + body.substr(8)), kMalformedToken},
        {"a line end in the middle", "4648 3.3", of(1, body + "\r\n"), kMalformedToken},
        {"a NUL after it", "4648 3.3", good + '\0', kMalformedToken},
        {"a byte above ASCII", "4648 3.3", good + "\xC3\xA9", kMalformedToken},
        {"a length of 1 modulo 4", "4648 4", of(2, signature + "AA"), kMalformedToken},
        {"two tokens with a comma between", "6750 2.1", good + ", " + good, kMalformedToken},
        {"a nested token", "8725 3.2", v.with_claims(good), kMalformedClaims},
        {"a kilobyte over the longest", "8725 3.4", good + std::string(8192, 'A'), kTooLong},
        {"a megabyte", "8725 3.4", std::string(1 << 20, 'a'), kTooLong},
        {"a token's form, but all of it huge", "8725 3.4", of(1, std::string(1 << 20, 'A')), kTooLong},
    };
}

Attacks on_the_signature(const Victim& v) {
    const auto mac = bytes_of_part(v.token(), 2);
    const auto es_good = v.es_token();
    const auto es_raw = bytes_of_part(es_good, 2);
    const auto es_input = es_good.substr(0, es_good.rfind('.'));
    const auto rs_raw = bytes_of_part(v.rs_token(), 2);
    const auto hs = [&](const std::string& bytes) { return replace_part(v.token(), 2, base64url_encode(bytes)); };
    const auto es = [&](const std::string& bytes) { return replace_part(es_good, 2, base64url_encode(bytes)); };
    const auto rs = [&](const std::string& bytes) { return replace_part(v.rs_token(), 2, base64url_encode(bytes)); };
    const auto ps = [&](const std::string& bytes) { return replace_part(v.ps_token(), 2, base64url_encode(bytes)); };
    const std::string zeros(32, '\0');
    // The order of the group of P-256 (FIPS 186-4, D.1.2.3): r and s must be below it.
    const auto order = base64url_decode("_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE").value();
    auto flipped = mac;
    flipped.front() = static_cast<char>(flipped.front() ^ 1);
    const auto admin = base64url_encode(v.claims_with({{"sub", R"("admin")"}}));
    return {
        {"HS256 with a bit flipped", "8725 3.3", hs(flipped), kBadSignature},
        {"HS256 of one byte", "8725 3.3", hs(mac.substr(0, 1)), kBadSignature},
        {"HS256 cut short", "8725 3.3", hs(mac.substr(0, 31)), kBadSignature},
        {"HS256 and more", "8725 3.3", hs(mac + '\0'), kBadSignature},
        {"HS256 of zeros", "8725 3.3", hs(zeros), kBadSignature},
        {"ES256 in DER", "7518 3.4", es(v.es().sign_der(es_input)), kBadSignature},
        {"ES256 with r and s zero (CVE-2022-21449)", "8725 3.4", es(zeros + zeros), kBadSignature},
        {"ES256 with r zero", "8725 3.4", es(zeros + es_raw.substr(32)), kBadSignature},
        {"ES256 with s zero", "8725 3.4", es(es_raw.substr(0, 32) + zeros), kBadSignature},
        {"ES256 with r and s of the order", "8725 3.4", es(order + order), kBadSignature},
        {"ES256 of ones", "8725 3.4", es(std::string(64, '\xff')), kBadSignature},
        {"ES256 with r and s exchanged", "8725 3.4", es(es_raw.substr(32) + es_raw.substr(0, 32)), kBadSignature},
        {"ES256 cut short", "7518 3.4", es(es_raw.substr(0, 63)), kBadSignature},
        {"ES256 and more", "7518 3.4", es(es_raw + '\0'), kBadSignature},
        {"ES256 with each half padded", "7518 3.4", es('\0' + es_raw.substr(0, 32) + '\0' + es_raw.substr(32)),
         kBadSignature},
        {"RS256 cut short", "8725 3.3", rs(rs_raw.substr(0, 255)), kBadSignature},
        {"RS256 with a zero before it", "8725 3.3", rs('\0' + rs_raw), kBadSignature},
        {"RS256 of zeros", "8725 3.4", rs(std::string(256, '\0')), kBadSignature},
        {"RS256 of one", "8725 3.4", rs(std::string(255, '\0') + '\1'), kBadSignature},
        {"RS256 above the modulus", "8725 3.4", rs(std::string(256, '\xff')), kBadSignature},
        {"PS256 of zeros", "8725 3.4", ps(std::string(256, '\0')), kBadSignature},
        {"somebody else's claims, HS256", "8725 3.3", replace_part(v.token(), 1, admin), kBadSignature},
        {"somebody else's claims, ES256", "8725 3.3", replace_part(es_good, 1, admin), kBadSignature},
        {"somebody else's claims, PS256", "8725 3.3", replace_part(v.ps_token(), 1, admin), kBadSignature},
        {"expired and forged tells nothing of the claims", "8725 3.3",
         replace_part(v.token(), 1, base64url_encode(R"({"exp":1})")), kBadSignature},
    };
}

/// Values of a time that are none.
const std::vector<std::string>& no_times() {
    static const std::vector<std::string> values{"null",
                                                 "true",
                                                 "\"4000000000\"",
                                                 "[4000000000]",
                                                 "{}",
                                                 "-1",
                                                 "-0.5",
                                                 "1e400",
                                                 "-1e400",
                                                 "1e18",
                                                 "253402300800",
                                                 "9223372036854775807",
                                                 "9223372036854775808",
                                                 "18446744073709551616",
                                                 "-9223372036854775809",
                                                 "NaN",
                                                 "Infinity",
                                                 "0x77359400",
                                                 "04000000000"};
    return values;
}

Attacks on_the_times(const Victim& v) {
    Attacks attacks{
        {"no exp", "8725 3.10", v.with_claim("exp", ""), kNoExpiry},
        {"expired", "7519 4.1.4", v.with_claim("exp", v.seconds_from_now(-1)), kExpired},
        {"expired now", "7519 4.1.4", v.with_claim("exp", v.seconds_from_now(0)), kExpired},
        {"expired long ago", "7519 4.1.4", v.with_claim("exp", "0"), kExpired},
        {"not yet valid", "7519 4.1.5", v.with_claim("nbf", v.seconds_from_now(3600)), kNotYetValid},
        {"issued in the future", "7519 4.1.6", v.with_claim("iat", v.seconds_from_now(3600)), kNotYetValid},
    };
    for (const std::string name : {"exp", "nbf", "iat"}) {
        for (const auto& value : no_times()) {
            attacks.push_back({name + " is " + value, "7519 2", v.with_claim(name, value), kMalformedClaims});
        }
    }
    return attacks;
}

Attacks on_the_claims(const Victim& v) {
    Attacks attacks{
        {"no iss", "8725 3.8", v.with_claim("iss", ""), kWrongIssuer},
        {"another iss", "8725 3.8", v.with_claim("iss", R"("https://id.example/")"), kWrongIssuer},
        {"iss in another letter case", "8725 3.8", v.with_claim("iss", R"("https://ID.example")"), kWrongIssuer},
        {"iss with a NUL", "8725 3.8", v.with_claim("iss", R"("https://id.example\u0000")"), kWrongIssuer},
        {"iss in an array", "7519 4.1.1", v.with_claim("iss", R"(["https://id.example"])"), kMalformedClaims},
        {"no aud", "8725 3.9", v.with_claim("aud", ""), kWrongAudience},
        {"another aud", "8725 3.9", v.with_claim("aud", R"("chat")"), kWrongAudience},
        {"a longer aud", "8725 3.9", v.with_claim("aud", R"("likes2")"), kWrongAudience},
        {"aud of others", "8725 3.9", v.with_claim("aud", R"(["chat","like"])"), kWrongAudience},
        {"an empty aud", "8725 3.9", v.with_claim("aud", "[]"), kWrongAudience},
        {"aud with a number", "7519 4.1.3", v.with_claim("aud", R"(["likes",1])"), kMalformedClaims},
        {"aud is an object", "7519 4.1.3", v.with_claim("aud", R"({"likes":1})"), kMalformedClaims},
        {"no sub", "8725 3.8", v.with_claim("sub", ""), kBadSubject},
        {"an array as claims", "7519 7.2", v.with_claims("[]"), kMalformedClaims},
        {"a text as claims", "7519 7.2", v.with_claims(R"("alice")"), kMalformedClaims},
        {"two subs", "7519 4", v.with_claims(R"({"sub":"bob",)" + v.claims().substr(1)), kMalformedClaims},
        {"two subs, one with an escape", "7519 4", v.with_claims(R"({"s\u0075b":"bob",)" + v.claims().substr(1)),
         kMalformedClaims},
        {"two exps", "7519 4", v.with_claims(R"({"exp":253402300799,)" + v.claims().substr(1)), kMalformedClaims},
        {"duplicates inside a claim of others", "7519 4", v.with_claim("x", R"({"a":1,"a":2})"), kMalformedClaims},
        {"text after the claims", "8259 2", v.with_claims(v.claims() + "x"), kMalformedClaims},
        {"a NUL after the claims", "8259 2", v.with_claims(v.claims() + '\0'), kMalformedClaims},
        {"claims cut short", "8259 2", v.with_claims(v.claims().substr(0, v.claims().size() - 1)), kMalformedClaims},
        {"deep nesting", "8259 9", v.with_claim("x", std::string(1200, '[') + std::string(1200, ']')),
         kMalformedClaims},
        {"deep nesting that does not end", "8259 9", v.with_claim("x", std::string(2500, '[')), kMalformedClaims},
    };
    for (const std::string value : {"42", "null", "true", "{}", "[\"alice\"]", "\"al\xffz\"", R"("\ud800")"}) {
        attacks.push_back({"sub is " + value, "8725 3.8", v.with_claim("sub", value), kMalformedClaims});
    }
    const auto long_sub = '"' + std::string(129, 'a') + '"';
    for (const std::string& value :
         {std::string{R"("")"}, std::string{R"(" ")"}, std::string{R"("alice\u0000")"},
          std::string{R"("alice\u0000bob")"}, std::string{R"("alice\n")"}, std::string{R"("alice\u0007")"},
          std::string{R"("alice\u007f")"}, std::string{R"("al'ice")"}, std::string{R"("al\"ice")"},
          std::string{R"("al,ice")"}, std::string{R"("al%ice")"}, std::string{R"("al#ice")"}, std::string{"\"алиса\""},
          long_sub}) {
        attacks.push_back({"sub is " + value, "8725 3.8", v.with_claim("sub", value), kBadSubject});
    }
    return attacks;
}
// NOLINTEND(performance-inefficient-string-concatenation)

}  // namespace

std::vector<TokenAttack> token_attacks(const Victim& victim) {
    Attacks all;
    for (auto* const make :
         {on_the_algorithm, on_the_key, on_the_header, on_the_form, on_the_signature, on_the_times, on_the_claims}) {
        auto some = make(victim);
        all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
    }
    return all;
}

}  // namespace likes::auth::test
