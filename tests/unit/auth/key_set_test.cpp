#include "auth/key_set.hpp"

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/base64url.hpp"
#include "unit/auth/test_keys.hpp"

namespace likes::auth::key_set_test {

using test::jwks;
using test::TestKey;

const std::string kSecret = "0123456789abcdef0123456789abcdef";

const TestKey& ec() {
    static const TestKey key = TestKey::ec("P-256");
    return key;
}

std::string oct(const std::string& more = "") {
    return TestKey::hmac(kSecret).private_members() + more;
}

std::string error_of(const std::string& json) {
    try {
        KeySet::parse(json);
    } catch (const KeySetError& error) {
        return error.what();
    }
    return "";
}

/// The members without the one of this name, whose value is a string.
std::string without(std::string members, const std::string& name) {
    const auto begin = members.find(",\"" + name + "\":\"");
    const auto end = members.find('"', begin + name.size() + 5);
    return members.erase(begin, end + 1 - begin);
}

std::string with(const std::string& members, const std::string& name, const std::string& bytes) {
    return without(members, name) + ",\"" + name + "\":\"" + base64url_encode(bytes) + '"';
}

BOOST_AUTO_TEST_SUITE(key_set)

BOOST_AUTO_TEST_CASE(each_key_is_pinned_to_one_algorithm) {
    const auto rsa = test::shared_rsa().public_members();
    const auto set = KeySet::parse(jwks({oct(R"(,"kid":"oct")"), ec().public_members() + R"(,"kid":"ec")",
                                         rsa + R"(,"kid":"rs","alg":"RS256")", rsa + R"(,"kid":"ps","alg":"PS256")",
                                         oct(R"(,"kid":"named","alg":"HS256","use":"sig","key_ops":["verify"])")}));
    const std::vector<std::pair<std::string, Algorithm>> pinned{{"oct", Algorithm::kHs256},
                                                                {"ec", Algorithm::kEs256},
                                                                {"rs", Algorithm::kRs256},
                                                                {"ps", Algorithm::kPs256},
                                                                {"named", Algorithm::kHs256}};
    BOOST_TEST(set.size() == pinned.size());
    for (const auto& [kid, algorithm] : pinned) {
        BOOST_TEST_INFO_SCOPE(kid);
        const auto keys = set.verifying(kid);
        BOOST_REQUIRE(keys.size() == 1U);
        BOOST_TEST((keys[0]->algorithm() == algorithm));
    }
    BOOST_TEST(set.verifying("rs").at(0)->signature_bytes() == 256U);
}

BOOST_AUTO_TEST_CASE(a_kid_names_the_keys_that_have_it_and_no_kid_all_of_them) {
    const auto one = KeySet::parse(jwks({oct()}));
    const auto two = KeySet::parse(jwks({oct(R"(,"kid":"a")"), ec().public_members() + R"(,"kid":"b")"}));
    BOOST_TEST(one.verifying(std::nullopt).size() == 1U);
    BOOST_TEST(one.verifying("a").empty());
    BOOST_TEST(two.verifying(std::nullopt).size() == 2U);
    BOOST_TEST(two.verifying("A").empty());
    BOOST_REQUIRE(two.verifying("b").size() == 1U);
    BOOST_TEST((two.verifying("b")[0]->algorithm() == Algorithm::kEs256));
}

BOOST_AUTO_TEST_CASE(only_a_key_with_its_private_half_can_sign) {
    const auto set = KeySet::parse(
        jwks({ec().public_members() + R"(,"kid":"public")", oct(R"(,"kid":"verify","key_ops":["verify"])"),
              ec().private_members() + R"(,"kid":"first")", oct(R"(,"kid":"sign","key_ops":["sign"])"),
              test::shared_rsa().private_members() + R"(,"kid":"rsa","alg":"RS256")"}));
    BOOST_TEST(set.find_signing()->kid == "first");
    BOOST_TEST(set.find_signing("rsa")->kid == "rsa");
    BOOST_TEST(set.find_signing("public") == nullptr);
    BOOST_TEST(set.find_signing("verify") == nullptr);
    BOOST_TEST(set.verifying("sign").empty());
}

BOOST_AUTO_TEST_CASE(secrets_are_oct_keys_and_private_halves) {
    BOOST_TEST(KeySet::parse(jwks({oct()})).has_secrets());
    BOOST_TEST(KeySet::parse(jwks({oct(R"(,"key_ops":["verify"])")})).has_secrets());
    BOOST_TEST(KeySet::parse(jwks({ec().private_members()})).has_secrets());
    BOOST_TEST(KeySet::parse(jwks({ec().private_members() + R"(,"key_ops":["verify"])"})).has_secrets());
    BOOST_TEST(!KeySet::parse(jwks({ec().public_members()})).has_secrets());
    // Also of a key that is skipped.
    const auto public_key = ec().public_members();
    for (const auto& secret : {TestKey::ec("P-384").private_members(), TestKey::hmac("short").private_members(),
                               public_key + R"(,"use":"enc","d":"AA")", public_key + R"(,"use":"enc","p":"AA")"}) {
        BOOST_TEST_INFO_SCOPE(secret);
        BOOST_TEST(KeySet::parse(jwks({public_key, secret}), UnusableKeys::kSkipped).has_secrets());
    }
}

BOOST_AUTO_TEST_CASE(an_rsa_private_half_may_lack_its_primes) {
    auto members = test::shared_rsa().private_members();
    for (const auto* name : {"p", "q", "dp", "dq", "qi"}) members = without(members, name);
    BOOST_TEST(KeySet::parse(jwks({members + R"(,"alg":"PS256")"})).find_signing() != nullptr);
}

BOOST_AUTO_TEST_CASE(a_key_that_cannot_be_used_as_written_is_refused_with_its_reason) {
    const auto& rsa = test::shared_rsa();
    const auto rs = rsa.public_members() + R"(,"alg":"RS256")";
    const auto rs_private = rsa.private_members() + R"(,"alg":"RS256")";
    const std::vector<std::pair<std::string, std::string>> wrong{
        {R"("kty":"oct")", "'k' is missing"},
        {R"("kid":"a")", "'kty' is missing"},
        {R"("kty":5)", "'kty' is not a string"},
        {R"("kty":"OKP","crv":"Ed25519","x":"AA")", "'kty' is none of"},
        {R"("kty":"OCT","k":"AA")", "'kty' is none of"},
        {TestKey::hmac(kSecret.substr(1)).private_members(), "fewer than 32 bytes"},
        {R"("kty":"oct","k":"")", "'k' is empty"},
        {R"("kty":"oct","k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=")", "not base64url"},
        {oct(R"(,"alg":"HS384")"), "'alg' is none"},
        {oct(R"(,"alg":"RS256")"), "'alg' is none"},
        {oct(R"(,"alg":"none")"), "'alg' is none"},
        {oct(R"(,"alg":"hs256")"), "'alg' is none"},
        {oct(R"(,"alg":null)"), "'alg' is not a string"},
        {oct(R"(,"use":"enc")"), "'use' is not"},
        {oct(R"(,"use":["sig"])"), "'use' is not a string"},
        {oct(R"(,"key_ops":[])"), "'key_ops' allows neither"},
        {oct(R"(,"key_ops":["encrypt"])"), "'key_ops' allows neither"},
        {oct(R"(,"key_ops":"verify")"), "'key_ops' is not an array"},
        {ec().public_members() + R"(,"key_ops":["sign"])", "'key_ops' allows neither"},
        {oct(R"(,"kid":"")"), "'kid' is not 1 to 128"},
        {oct(R"(,"kid":7)"), "'kid' is not a string"},
        {oct(R"(,"kid":"a\nb")"), "'kid' is not 1 to 128"},
        {oct(R"(,"kid":")" + std::string(129, 'k') + '"'), "'kid' is not 1 to 128"},
        {rsa.public_members(), "has to say RS256 or PS256"},
        {rsa.public_members() + R"(,"alg":"ES256")", "'alg' is none"},
        {TestKey::rsa(1024).public_members() + R"(,"alg":"RS256")", "2048 to 8192 bits"},
        {with(rs, "n", std::string(255, '\xff')), "2048 to 8192 bits"},
        {with(rs, "n", '\x7f' + std::string(255, '\xff')), "2048 to 8192 bits"},
        {with(rs, "n", std::string(1025, '\xff')), "2048 to 8192 bits"},
        {with(rs, "n", '\0' + std::string(256, '\xff')), "begins with a zero byte"},
        {with(rs, "n", std::string(256, '\xfe')), "modulus is even"},
        {with(rs, "e", "\x01"), "exponent"},
        {with(rs, "e", "\x02"), "exponent"},
        {with(rs, "e", std::string(9, '\xff')), "exponent"},
        {without(rs, "e"), "'e' is missing"},
        {without(rs_private, "q"), "'q' is missing"},
        {rs_private + R"(,"oth":[])", "more than two primes"},
        {with(rs_private, "n", std::string(256, '\xff')), "does not fit"},
        {with(rs, "n", std::string(256, '\xff')) + R"(,"d":"BQ")", "does not fit"},
        {TestKey::ec("P-384").public_members(), "'crv' is not P-256"},
        {ec().public_members() + R"(,"alg":"ES384")", "'alg' is none"},
        {without(ec().public_members(), "y"), "'y' is missing"},
        {with(ec().public_members(), "x", std::string(31, 'x')), "does not have 32 bytes"},
        {with(ec().public_members(), "x", std::string(33, 'x')), "does not have 32 bytes"},
        {with(ec().public_members(), "x", std::string(32, '\1')), "not valid"},
        {with(ec().private_members(), "d", std::string(32, '\1')), "does not fit"},
        {with(ec().private_members(), "d", std::string(32, '\0')), "does not fit"},
    };
    for (const auto& [members, reason] : wrong) {
        BOOST_TEST_INFO_SCOPE(members);
        const auto error = error_of(jwks({members}));
        BOOST_TEST(error.find("key 0") != std::string::npos);
        BOOST_TEST(error.find(reason) != std::string::npos, "error: " << error << ", wanted: " << reason);
        // An identity provider's set goes without it, for the same reason.
        const bool is_good_there = reason.find("has to say") == 0 || reason.find("zero byte") != std::string::npos;
        const auto good = oct(R"(,"kid":"good")");
        const auto set = KeySet::parse(jwks({members, good}), UnusableKeys::kSkipped);
        BOOST_TEST(set.verifying("good").size() == 1U);
        BOOST_TEST(set.skipped() == (is_good_there ? 0U : 1U));
        if (!is_good_there && reason.find("allows neither") == std::string::npos) {
            BOOST_TEST(set.why_skipped().find(reason) != std::string::npos, set.why_skipped());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_set_is_one_object_with_1_to_32_keys_each_with_a_name_of_its_own) {
    std::string many;
    for (int i = 0; i < 32; ++i) many += (i == 0 ? "{" : ",{") + oct(R"(,"kid":")" + std::to_string(i) + "\"}");
    BOOST_TEST(KeySet::parse(R"({"keys":[)" + many + "]}").size() == 32U);
    const std::vector<std::pair<std::string, std::string>> wrong{
        {"", "not one JSON object"},
        {"[]", "not one JSON object"},
        {R"({"keys":[],"keys":[]})", "not one JSON object"},
        {jwks({oct() + R"(,"kty":"oct")"}), "not one JSON object"},
        {"{}", "no array 'keys'"},
        {R"({"keys":{}})", "no array 'keys'"},
        {R"({"keys":[]})", "no key in it"},
        {R"({"keys":[)" + many + ",{}]}", "more than 32 keys"},
        {R"({"keys":[5]})", "key 0: is not a JSON object"},
        {std::string(KeySet::kMaxBytes, ' ') + jwks({oct()}), "larger than 64 KiB"},
        {jwks({oct(R"(,"kid":"a")"), oct()}), "key 1: 'kid' is missing"},
        {jwks({oct(), oct(R"(,"kid":"a")")}), "key 0: 'kid' is missing"},
        {jwks({oct(R"(,"kid":"a")"), oct(R"(,"kid":"a")")}), "key 1 (kid \"a\"): duplicate 'kid'"},
    };
    for (const auto& [json, reason] : wrong) {
        BOOST_TEST_INFO_SCOPE(json.substr(0, 100));
        const auto error = error_of(json);
        BOOST_TEST(error.find(reason) != std::string::npos, "error: " << error << ", wanted: " << reason);
    }
}

BOOST_AUTO_TEST_CASE(a_set_of_an_identity_provider_is_refused_only_if_no_key_is_left_and_says_why) {
    const auto refused = [](const std::string& json) {
        try {
            KeySet::parse(json, UnusableKeys::kSkipped);
        } catch (const KeySetError& error) {
            return std::string{error.what()};
        }
        return std::string{};
    };
    BOOST_TEST(refused(jwks({R"("kty":"OKP","kid":"x")", oct(R"(,"use":"enc")")})) ==
               "JWKS: no key that can be used; JWKS key 0 (kid \"x\"): 'kty' is none of oct, EC, RSA; "
               "JWKS key 1: 'use' is not \"sig\"");
    for (const std::string json :
         {"", "[]", "{}", R"({"keys":{}})", R"({"keys":[]})", R"({"keys":[5,null,[]]})", R"({"keys":[],"keys":[]})"}) {
        BOOST_TEST(!refused(json).empty(), json);
    }
    BOOST_TEST(!refused(std::string(KeySet::kMaxBytes, ' ') + jwks({oct()})).empty());
}

BOOST_AUTO_TEST_CASE(
    of_an_identity_providers_keys_several_may_have_one_kid_or_none_and_only_the_same_again_is_skipped) {
    const auto rsa = test::shared_rsa().public_members();
    const auto set = KeySet::parse(
        jwks({rsa + R"(,"kid":"a","alg":"RS256")", rsa + R"(,"kid":"a","alg":"PS256")", rsa + R"(,"kid":"a")",
              ec().public_members() + R"(,"kid":"a")", TestKey::ec("P-256").public_members() + R"(,"kid":"a")",
              ec().public_members(), rsa, ec().public_members(), rsa + R"(,"kid":"b")"}),
        UnusableKeys::kSkipped);
    BOOST_TEST(set.verifying("a").size() == 4U);
    BOOST_TEST(set.verifying("b").size() == 1U);
    BOOST_TEST(set.verifying(std::nullopt).size() == 7U);
    BOOST_TEST(set.why_skipped() ==
               "JWKS key 2 (kid \"a\"): the same key is there already; JWKS key 7: the same key is there already");
}

BOOST_AUTO_TEST_CASE(an_rsa_key_of_an_identity_provider_without_alg_is_pinned_to_RS256) {
    const auto set = KeySet::parse(jwks({test::shared_rsa().public_members()}), UnusableKeys::kSkipped);
    BOOST_TEST((set.verifying(std::nullopt).at(0)->algorithm() == Algorithm::kRs256));
}

BOOST_AUTO_TEST_CASE(more_than_32_usable_keys_are_skipped_and_so_many_are_named) {
    std::string good;
    std::string bad;
    for (int i = 0; i < 40; ++i) {
        good += (i == 0 ? "{" : ",{") + test::hmac_jwk(std::to_string(i), static_cast<char>('0' + i)) + '}';
        bad += ",{}";
    }
    const auto set = KeySet::parse(R"({"keys":[)" + good + bad + "]}", UnusableKeys::kSkipped);
    BOOST_TEST(set.size() == 32U);
    BOOST_TEST(set.skipped() == 48U);
    BOOST_TEST(set.why_skipped().starts_with("JWKS key 32 (kid \"32\"): 32 keys can be used before it; "));
    BOOST_TEST(set.why_skipped().ends_with("JWKS key 63: 'kty' is missing; and others"));
}

BOOST_AUTO_TEST_CASE(an_error_names_the_key_and_never_its_material) {
    const std::string material = base64url_encode("a secret of fewer than 32 bytes");
    const auto error = error_of(jwks({R"("kty":"oct","kid":"mine","k":")" + material + '"'}));
    BOOST_TEST(error.find("key 0 (kid \"mine\")") != std::string::npos);
    BOOST_TEST(error.find(material) == std::string::npos);
    const auto broken = error_of(R"({"keys":[{"kty":"oct","k":")" + material);
    BOOST_TEST(!broken.empty());
    BOOST_TEST(broken.find(material) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::auth::key_set_test
