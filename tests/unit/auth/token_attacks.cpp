#include "unit/auth/token_attacks.hpp"

#include <iterator>
#include <utility>

#include "auth/base64url.hpp"

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
                               compact(head, v.claims(), ""), malformed_token});
            attacks.push_back({"alg " + alg + " with a signature, kid " + kid, "8725 3.1",
                               compact(head, v.claims(), std::string(32, 'x')), wrong_algorithm});
        }
    }
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
                           hmac_forged(v, Victim::header("HS256", "rs"), secret), wrong_algorithm});
        attacks.push_back({"the same under the name RS256", "8725 3.1",
                           hmac_forged(v, Victim::header("RS256", "rs"), secret), bad_signature});
        attacks.push_back({"the same for the HMAC key", "8725 3.1",
                           hmac_forged(v, Victim::header("HS256", "hs"), secret), bad_signature});
    }
    for (const std::string alg :
         {"HS384", "HS512", "hs256", "HS256 ", "RS256", "ES256", "EdDSA", "dir", "", "HS256\\u0000"}) {
        attacks.push_back({"alg '" + alg + "' for the HMAC key", "8725 3.1", v.with_header(Victim::header(alg, "hs")),
                           wrong_algorithm});
    }
    const auto rs_as = [&](std::string_view signed_as, std::string_view alg, std::string_view kid) {
        return make_token(Victim::rsa(), signed_as, Victim::header(alg, kid), v.claims());
    };
    const Attacks others{
        {"no alg", "8725 3.1", v.with_header(R"({"kid":"hs"})"), wrong_algorithm},
        {"alg is an array", "8725 3.1", v.with_header(R"({"alg":["HS256"],"kid":"hs"})"), wrong_algorithm},
        {"alg is null", "8725 3.1", v.with_header(R"({"alg":null,"kid":"hs"})"), wrong_algorithm},
        {"alg is true", "8725 3.1", v.with_header(R"({"alg":true,"kid":"hs"})"), wrong_algorithm},
        {"PS256 for a key pinned to RS256", "8725 3.1", rs_as("PS256", "PS256", "rs"), wrong_algorithm},
        {"a PSS signature under the name RS256", "8725 3.1", rs_as("PS256", "RS256", "rs"), bad_signature},
        {"a PKCS1 signature under the name PS256", "8725 3.1", rs_as("RS256", "PS256", "ps"), bad_signature},
        {"HS256 with no secret", "8725 3.5", hmac_forged(v, Victim::header("HS256", "hs"), ""), bad_signature},
        {"HS256 with a weak secret", "8725 3.5", hmac_forged(v, Victim::header("HS256", "hs"), "secret"),
         bad_signature},
    };
    attacks.insert(attacks.end(), others.begin(), others.end());
    return attacks;
}

Attacks on_the_key(const Victim& v) {
    const auto by_kid = [&](std::string_view kid) { return v.with_header(Victim::header("HS256", kid)); };
    const auto jwk = '{' + v.es().public_members() + '}';
    const auto stranger = TestKey::hmac("another secret, of 32 bytes, too");
    const auto sign_only = TestKey::hmac("sign only, sign only, sign only!");
    return {
        {"unknown kid", "8725 3.8", by_kid("nobody"), unknown_key},
        {"kid in another letter case", "8725 3.8", by_kid("HS"), unknown_key},
        {"empty kid", "8725 3.8", by_kid(""), unknown_key},
        {"no kid among several keys", "8725 3.8", v.with_header(R"({"alg":"HS256"})"), unknown_key},
        {"kid is a path", "8725 3.10", by_kid("../../dev/null"), unknown_key},
        {"kid is SQL", "8725 3.10", by_kid("x' UNION SELECT 'a"), unknown_key},
        {"kid with a NUL behind a good one", "8725 3.10", by_kid("hs\\u0000"), unknown_key},
        {"kid is a number", "7515 4.1.4", v.with_header(R"({"alg":"HS256","kid":0})"), malformed_token},
        {"kid is null", "7515 4.1.4", v.with_header(R"({"alg":"HS256","kid":null})"), malformed_token},
        {"kid of another key", "8725 3.1", by_kid("es"), wrong_algorithm},
        {"a key that may only sign", "7517 4.3",
         make_token(sign_only, "HS256", Victim::header("HS256", "so"), v.claims()), unknown_key},
        {"the right kid and somebody else's key", "8725 3.3",
         make_token(stranger, "HS256", Victim::header("HS256", "hs"), v.claims()), bad_signature},
        {"a key of its own, well signed with it", "8725 3.10",
         make_token(v.es(), "ES256", Victim::header("ES256", "es", ",\"jwk\":" + jwk), v.claims()), unsupported_header},
        {"jku", "8725 3.10", v.with_more_header(R"(,"jku":"https://evil.example/jwks")"), unsupported_header},
        {"jku of ourselves", "8725 3.10", v.with_more_header(R"(,"jku":"http://127.0.0.1/")"), unsupported_header},
        {"x5u", "8725 3.10", v.with_more_header(R"(,"x5u":"https://evil.example/x5u")"), unsupported_header},
        {"x5c", "8725 3.10", v.with_more_header(R"(,"x5c":["AA"])"), unsupported_header},
    };
}

Attacks on_the_header(const Victim& v) {
    const auto more = [&](const std::string& members) { return v.with_more_header(members); };
    const auto good = Victim::header("HS256", "hs");
    return {
        {"crit that names what we do not know", "7515 4.1.11", more(R"(,"crit":["x"],"x":1)"), unsupported_header},
        {"crit that names a claim", "7515 4.1.11", more(R"(,"crit":["exp"],"exp":1)"), unsupported_header},
        {"empty crit", "7515 4.1.11", more(R"(,"crit":[])"), unsupported_header},
        {"b64", "7797 6", more(R"(,"b64":false,"crit":["b64"])"), unsupported_header},
        {"b64 alone", "7797 6", more(R"(,"b64":true)"), unsupported_header},
        {"zip", "8725 3.6", more(R"(,"zip":"DEF")"), unsupported_header},
        {"enc", "8725 3.2", more(R"(,"enc":"A128GCM")"), unsupported_header},
        {"an encrypted token's header in three parts", "8725 3.2",
         v.with_header(R"({"alg":"dir","enc":"A128CBC-HS256","kid":"hs"})"), unsupported_header},
        {"typ of a realtime token", "8725 3.11", more(R"(,"typ":"mqtt+jwt")"), unsupported_header},
        {"typ JOSE", "8725 3.11", more(R"(,"typ":"JOSE")"), unsupported_header},
        {"typ of a logout token", "8725 3.11", more(R"(,"typ":"logout+jwt")"), unsupported_header},
        {"typ is empty", "8725 3.11", more(R"(,"typ":"")"), unsupported_header},
        {"typ with application/ twice", "8725 3.11", more(R"(,"typ":"application/application/jwt")"),
         unsupported_header},
        {"typ with a NUL", "8725 3.11", more(R"(,"typ":"JWT\u0000")"), unsupported_header},
        {"typ is a number", "8725 3.11", more(R"(,"typ":1)"), unsupported_header},
        {"typ is null", "8725 3.11", more(R"(,"typ":null)"), unsupported_header},
        {"two algs", "7515 4", v.with_header(R"({"alg":"none","kid":"hs","alg":"HS256"})"), malformed_token},
        {"two algs, one with an escape", "7515 4", v.with_header(R"({"\u0061lg":"none","kid":"hs","alg":"HS256"})"),
         malformed_token},
        {"two kids", "7515 4", v.with_header(R"({"alg":"HS256","kid":"es","kid":"hs"})"), malformed_token},
        {"duplicates in a member we do not read", "7515 4", more(R"(,"x":{"a":1,"a":1})"), malformed_token},
        {"text after the header", "8259 2", v.with_header(good + "x"), malformed_token},
        {"a NUL after the header", "8259 2", v.with_header(good + '\0'), malformed_token},
        {"a byte order mark before it", "8259 8.1", v.with_header("\xEF\xBB\xBF" + good), malformed_token},
        {"UTF-16", "8725 3.7", v.with_header(std::string{"\xFF\xFE{\0}\0", 6}), malformed_token},
        {"invalid UTF-8", "8725 3.7", more(",\"x\":\"\xff\""), malformed_token},
        {"a number beyond a double in the header", "8259 6", more(R"(,"x":1e400)"), malformed_token},
        {"an array as header", "7515 4", v.with_header(R"(["HS256"])"), malformed_token},
        {"a text as header", "7515 4", v.with_header(R"("HS256")"), malformed_token},
        {"null as header", "7515 4", v.with_header("null"), malformed_token},
        {"nothing but a space as header", "7515 4", v.with_header(" "), malformed_token},
        {"deep nesting in the header", "8259 9", more(",\"x\":" + std::string(300, '[') + std::string(300, ']')),
         malformed_token},
        {"a header longer than headers are", "8259 9", more(R"(,"x":")" + std::string(1000, 'x') + '"'),
         malformed_token},
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
    const auto of = [&](int part, const std::string& text) { return replace_part(good, part, text); };
    return {
        {"dots alone", "7515 7.1", "..", malformed_token},
        {"one part", "7515 7.1", head, malformed_token},
        {"two parts", "7515 7.1", good.substr(0, good.rfind('.')), malformed_token},
        {"an empty header", "7515 7.1", of(0, ""), malformed_token},
        {"an empty payload", "7515 7.1", of(1, ""), malformed_token},
        {"an empty signature", "7515 7.1", of(2, ""), malformed_token},
        {"four parts", "7515 7.1", good + ".AAAA", malformed_token},
        {"five parts: a JWE", "8725 3.2", good + ".AAAA.AAAA", malformed_token},
        {"a dot before it", "7515 7.1", '.' + good, malformed_token},
        {"a dot after it", "7515 7.1", good + '.', malformed_token},
        {"the JSON form", "7515 7.2", R"({"payload":"e30","signatures":[]})", malformed_token},
        {"padding", "7515 2", good + '=', malformed_token},
        {"padding in the header", "7515 2", of(0, head + '='), malformed_token},
        {"padding in the payload", "7515 2", of(1, body + '='), malformed_token},
        {"the same bytes spelled otherwise", "4648 3.5", respelled, malformed_token},
        {"a plus sign", "4648 5", of(2, '+' + signature.substr(1)), malformed_token},
        {"a slash", "4648 5", of(2, '/' + signature.substr(1)), malformed_token},
        {"a space in the middle", "4648 3.3", of(1, body.substr(0, 8) + ' ' + body.substr(8)), malformed_token},
        {"a tab in the middle", "4648 3.3", of(1, body.substr(0, 8) + '\t' + body.substr(8)), malformed_token},
        {"a line end in the middle", "4648 3.3", of(1, body + "\r\n"), malformed_token},
        {"a NUL after it", "4648 3.3", good + '\0', malformed_token},
        {"a byte above ASCII", "4648 3.3", good + "\xC3\xA9", malformed_token},
        {"a length of 1 modulo 4", "4648 4", of(2, signature + "AA"), malformed_token},
        {"two tokens with a comma between", "6750 2.1", good + ", " + good, malformed_token},
        {"a nested token", "8725 3.2", v.with_claims(good), malformed_claims},
        {"a kilobyte over the longest", "8725 3.4", good + std::string(4096, 'A'), too_long},
        {"a megabyte", "8725 3.4", std::string(1 << 20, 'a'), too_long},
        {"a token's form, but all of it huge", "8725 3.4", of(1, std::string(1 << 20, 'A')), too_long},
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
        {"HS256 with a bit flipped", "8725 3.3", hs(flipped), bad_signature},
        {"HS256 of one byte", "8725 3.3", hs(mac.substr(0, 1)), bad_signature},
        {"HS256 cut short", "8725 3.3", hs(mac.substr(0, 31)), bad_signature},
        {"HS256 and more", "8725 3.3", hs(mac + '\0'), bad_signature},
        {"HS256 of zeros", "8725 3.3", hs(zeros), bad_signature},
        {"ES256 in DER", "7518 3.4", es(v.es().sign_der(es_input)), bad_signature},
        {"ES256 with r and s zero (CVE-2022-21449)", "8725 3.4", es(zeros + zeros), bad_signature},
        {"ES256 with r zero", "8725 3.4", es(zeros + es_raw.substr(32)), bad_signature},
        {"ES256 with s zero", "8725 3.4", es(es_raw.substr(0, 32) + zeros), bad_signature},
        {"ES256 with r and s of the order", "8725 3.4", es(order + order), bad_signature},
        {"ES256 of ones", "8725 3.4", es(std::string(64, '\xff')), bad_signature},
        {"ES256 with r and s exchanged", "8725 3.4", es(es_raw.substr(32) + es_raw.substr(0, 32)), bad_signature},
        {"ES256 cut short", "7518 3.4", es(es_raw.substr(0, 63)), bad_signature},
        {"ES256 and more", "7518 3.4", es(es_raw + '\0'), bad_signature},
        {"ES256 with each half padded", "7518 3.4", es('\0' + es_raw.substr(0, 32) + '\0' + es_raw.substr(32)),
         bad_signature},
        {"RS256 cut short", "8725 3.3", rs(rs_raw.substr(0, 255)), bad_signature},
        {"RS256 with a zero before it", "8725 3.3", rs('\0' + rs_raw), bad_signature},
        {"RS256 of zeros", "8725 3.4", rs(std::string(256, '\0')), bad_signature},
        {"RS256 of one", "8725 3.4", rs(std::string(255, '\0') + '\1'), bad_signature},
        {"RS256 above the modulus", "8725 3.4", rs(std::string(256, '\xff')), bad_signature},
        {"PS256 of zeros", "8725 3.4", ps(std::string(256, '\0')), bad_signature},
        {"somebody else's claims, HS256", "8725 3.3", replace_part(v.token(), 1, admin), bad_signature},
        {"somebody else's claims, ES256", "8725 3.3", replace_part(es_good, 1, admin), bad_signature},
        {"somebody else's claims, PS256", "8725 3.3", replace_part(v.ps_token(), 1, admin), bad_signature},
        {"expired and forged tells nothing of the claims", "8725 3.3",
         replace_part(v.token(), 1, base64url_encode(R"({"exp":1})")), bad_signature},
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
        {"no exp", "8725 3.10", v.with_claim("exp", ""), no_expiry},
        {"expired", "7519 4.1.4", v.with_claim("exp", v.seconds_from_now(-1)), expired},
        {"expired now", "7519 4.1.4", v.with_claim("exp", v.seconds_from_now(0)), expired},
        {"expired long ago", "7519 4.1.4", v.with_claim("exp", "0"), expired},
        {"not yet valid", "7519 4.1.5", v.with_claim("nbf", v.seconds_from_now(3600)), not_yet_valid},
        {"issued in the future", "7519 4.1.6", v.with_claim("iat", v.seconds_from_now(3600)), not_yet_valid},
    };
    for (const std::string name : {"exp", "nbf", "iat"}) {
        for (const auto& value : no_times()) {
            attacks.push_back({name + " is " + value, "7519 2", v.with_claim(name, value), malformed_claims});
        }
    }
    return attacks;
}

Attacks on_the_claims(const Victim& v) {
    Attacks attacks{
        {"no iss", "8725 3.8", v.with_claim("iss", ""), wrong_issuer},
        {"another iss", "8725 3.8", v.with_claim("iss", R"("https://id.example/")"), wrong_issuer},
        {"iss in another letter case", "8725 3.8", v.with_claim("iss", R"("https://ID.example")"), wrong_issuer},
        {"iss with a NUL", "8725 3.8", v.with_claim("iss", R"("https://id.example\u0000")"), wrong_issuer},
        {"iss in an array", "7519 4.1.1", v.with_claim("iss", R"(["https://id.example"])"), malformed_claims},
        {"no aud", "8725 3.9", v.with_claim("aud", ""), wrong_audience},
        {"another aud", "8725 3.9", v.with_claim("aud", R"("chat")"), wrong_audience},
        {"a longer aud", "8725 3.9", v.with_claim("aud", R"("likes2")"), wrong_audience},
        {"aud of others", "8725 3.9", v.with_claim("aud", R"(["chat","like"])"), wrong_audience},
        {"an empty aud", "8725 3.9", v.with_claim("aud", "[]"), wrong_audience},
        {"aud with a number", "7519 4.1.3", v.with_claim("aud", R"(["likes",1])"), malformed_claims},
        {"aud is an object", "7519 4.1.3", v.with_claim("aud", R"({"likes":1})"), malformed_claims},
        {"no sub", "8725 3.8", v.with_claim("sub", ""), bad_subject},
        {"an array as claims", "7519 7.2", v.with_claims("[]"), malformed_claims},
        {"a text as claims", "7519 7.2", v.with_claims(R"("alice")"), malformed_claims},
        {"two subs", "7519 4", v.with_claims(R"({"sub":"bob",)" + v.claims().substr(1)), malformed_claims},
        {"two subs, one with an escape", "7519 4", v.with_claims(R"({"s\u0075b":"bob",)" + v.claims().substr(1)),
         malformed_claims},
        {"two exps", "7519 4", v.with_claims(R"({"exp":253402300799,)" + v.claims().substr(1)), malformed_claims},
        {"duplicates inside a claim of others", "7519 4", v.with_claim("x", R"({"a":1,"a":2})"), malformed_claims},
        {"text after the claims", "8259 2", v.with_claims(v.claims() + "x"), malformed_claims},
        {"a NUL after the claims", "8259 2", v.with_claims(v.claims() + '\0'), malformed_claims},
        {"claims cut short", "8259 2", v.with_claims(v.claims().substr(0, v.claims().size() - 1)), malformed_claims},
        {"deep nesting", "8259 9", v.with_claim("x", std::string(1200, '[') + std::string(1200, ']')),
         malformed_claims},
        {"deep nesting that does not end", "8259 9", v.with_claim("x", std::string(2500, '[')), malformed_claims},
    };
    for (const std::string value : {"42", "null", "true", "{}", "[\"alice\"]", "\"al\xffz\"", R"("\ud800")"}) {
        attacks.push_back({"sub is " + value, "8725 3.8", v.with_claim("sub", value), malformed_claims});
    }
    const auto long_sub = '"' + std::string(65, 'a') + '"';
    for (const std::string& value :
         {std::string{R"("")"}, std::string{R"(" ")"}, std::string{R"("alice\u0000")"},
          std::string{R"("alice\u0000bob")"}, std::string{R"("alice\n")"}, std::string{R"("alice\u0007")"},
          std::string{R"("alice\u007f")"}, std::string{R"("al'ice")"}, std::string{R"("al\"ice")"},
          std::string{R"("al/ice")"}, std::string{R"("al+ice")"}, std::string{R"("al#ice")"}, std::string{"\"алиса\""},
          long_sub}) {
        attacks.push_back({"sub is " + value, "8725 3.8", v.with_claim("sub", value), bad_subject});
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
