#include "unit/auth/identity_providers.hpp"

#include <chrono>
#include <initializer_list>
#include <utility>

#include <openssl/evp.h>

#include "base/base64url.hpp"
#include "base/sha256.hpp"
#include "unit/auth/test_keys.hpp"

namespace likes::auth::test {
namespace {

using enum Rejection;
constexpr std::nullopt_t kAccepted = std::nullopt;

// Made once each: it takes a while.
const TestKey& first() {
    static const TestKey key = TestKey::rsa(2048);
    return key;
}
const TestKey& second() {
    static const TestKey key = TestKey::rsa(2048);
    return key;
}
const TestKey& third() {
    static const TestKey key = TestKey::rsa(2048);
    return key;
}
const TestKey& of_3072_bits() {
    static const TestKey key = TestKey::rsa(3072);
    return key;
}
const TestKey& ec() {
    static const TestKey key = TestKey::ec("P-256");
    return key;
}

/// Base64 as in `x5c`: the other alphabet, and padded.
std::string base64(const std::string& bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                        reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

std::string thumbprint(const TestKey& key) {
    const auto digest = sha256(key.certificate());
    return base64url_encode({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

/// `"name":"value"` for each, after a comma.
std::string members(std::initializer_list<std::pair<const char*, std::string>> texts) {
    std::string json;
    for (const auto& [name, text] : texts) json.append(",\"").append(name).append("\":\"").append(text).append("\"");
    return json;
}

std::string x5c(const TestKey& key) {
    return R"(,"x5c":[")" + base64(key.certificate()) + "\"]";
}

/// The public half with these members.
std::string jwk(const TestKey& key, const std::string& more) {
    return key.public_members() + more;
}

/// Makes the tokens of one user.
class Issuer {
  public:
    Issuer(Time now, std::string user) : now_{now}, user_{std::move(user)} {}

    const std::string& user() const { return user_; }

    /// Signed with `key` by `alg`, under a header of that alg and of `more`, which begins with a comma.
    std::string token(const TestKey& key, const std::string& alg, const std::string& more,
                      const std::string& claims = {}) const {
        return make_token(key, alg, R"({"alg":")" + alg + '"' + more + '}', claims_with(claims));
    }
    std::string named(const TestKey& key, const std::string& alg, const std::string& kid,
                      const std::string& claims = {}) const {
        return token(key, alg, members({{"typ", "JWT"}, {"kid", kid}}), claims);
    }
    /// With a header that says another algorithm than it is signed by.
    std::string mislabelled(const TestKey& key, const std::string& signed_by, const std::string& alg,
                            const std::string& kid) const {
        return make_token(key, signed_by, "{\"alg\":\"" + alg + '"' + members({{"kid", kid}}) + '}', claims_with({}));
    }

  private:
    std::string claims_with(const std::string& more) const {
        const auto at = std::chrono::floor<std::chrono::seconds>(now_).time_since_epoch().count();
        return R"({"iss":"https://id.example","aud":["https://api.example"],"sub":")" + user_ + R"(","iat":)" +
               std::to_string(at) + R"(,"exp":)" + std::to_string(at + 3600) + more + '}';
    }

    Time now_;
    std::string user_;
};

// NOLINTBEGIN(performance-inefficient-string-concatenation): a table is there to be read
IdentityProvider keycloak(Time now) {
    const Issuer issuer{now, "f:f7bd2d43-5b9c-4e3b-a3a6-6c8a5cd5ce3e:j.doe"};
    const std::string sig = "FJ86GcF3jTbNLOco4NvZkUCIUmfYCqoqtOQeMfbhNlE";
    const std::string enc = "VrLXVgXBjlTMIZmlLmFXhDVFNWwUR0hIkxGxAWPyNzw";
    return {
        "Keycloak, with a key for encryption",
        issuer.user(),
        jwks({jwk(second(), members({{"kid", enc}, {"alg", "RSA-OAEP"}, {"use", "enc"}}) + x5c(second()) +
                                members({{"x5t#S256", thumbprint(second())}})),
              jwk(first(), members({{"kid", sig}, {"alg", "RS256"}, {"use", "sig"}}) + x5c(first()) +
                               members({{"x5t#S256", thumbprint(first())}})),
              jwk(ec(), members({{"kid", "ecdh"}, {"alg", "ECDH-ES"}, {"use", "enc"}}))}),
        2,
        {{"its token", issuer.named(first(), "RS256", sig), kAccepted},
         {"without typ", issuer.token(first(), "RS256", members({{"kid", sig}})), kAccepted},
         {"with the roles of a realm",
          issuer.named(first(), "RS256", sig, R"(,"realm_access":{"roles":["offline_access","uma_authorization"]})"),
          kAccepted},
         {"signed with the key for encryption", issuer.named(second(), "RS256", enc), kUnknownKey},
         {"signed with that key, under the name of the other", issuer.named(second(), "RS256", sig), kBadSignature},
         {"signed with the key for key agreement", issuer.named(ec(), "ES256", "ecdh"), kUnknownKey},
         {"its refresh token, which is for Keycloak alone",
          make_token(TestKey::hmac(std::string(64, 'k')), "HS256", R"({"alg":"HS256","typ":"JWT","kid":"internal"})",
                     R"({"sub":"alice","exp":4000000000})"),
          kUnknownKey}}};
}

IdentityProvider entra(Time now) {
    const Issuer issuer{now, "AAAAAAAAAAAAAAAAAAAAAIkzqFVrSaSaFHy782bbtaQ"};
    const auto key = [](const TestKey& of, const std::string& kid) {
        return jwk(of, members({{"use", "sig"}, {"kid", kid}, {"x5t", kid}}) + x5c(of) +
                           members({{"issuer", "https://login.microsoftonline.com/{tenantid}/v2.0"}}));
    };
    const auto header = [](const std::string& kid) { return members({{"typ", "JWT"}, {"x5t", kid}, {"kid", kid}}); };
    std::string groups;
    for (int i = 0; i < 110; ++i) {
        groups += (i == 0 ? "\"" : ",\"") + std::string{"7f1c1c5a-0d7a-4f43-8b1d-"} +
                  std::to_string(100'000'000'000 + i) + '"';
    }
    return {"Entra ID, whose keys have no alg",
            issuer.user(),
            jwks({key(first(), "1LTMzakihiRla_8z2BEJVXeWMqo"), key(second(), "H9nj5AOSswMphg1SFx7jaV-lB9w")}),
            0,
            {{"its token", issuer.token(first(), "RS256", header("1LTMzakihiRla_8z2BEJVXeWMqo")), kAccepted},
             {"of its other key", issuer.token(second(), "RS256", header("H9nj5AOSswMphg1SFx7jaV-lB9w")), kAccepted},
             {"of somebody in 110 groups",
              issuer.token(first(), "RS256", header("1LTMzakihiRla_8z2BEJVXeWMqo"), ",\"groups\":[" + groups + ']'),
              kAccepted},
             {"by the algorithm that we have not pinned",
              issuer.token(first(), "PS256", header("1LTMzakihiRla_8z2BEJVXeWMqo")), kWrongAlgorithm},
             {"by that algorithm, under the name of the other",
              issuer.mislabelled(first(), "PS256", "RS256", "1LTMzakihiRla_8z2BEJVXeWMqo"), kBadSignature}}};
}

IdentityProvider hydra(Time now) {
    const Issuer issuer{now, "3d0a5e61-7e53-4b6b-93a4-c3b4a1c5e4cf"};
    static const TestKey ed25519 = TestKey::ed25519();
    return {"Hydra, with an Ed25519 key",
            issuer.user(),
            jwks({jwk(ed25519, members({{"use", "sig"}, {"kid", "hydra.openid.id-token"}, {"alg", "EdDSA"}})),
                  jwk(of_3072_bits(), members({{"use", "sig"}, {"kid", "hydra.jwt.access-token"}, {"alg", "RS256"}}))}),
            1,
            {{"its token",
              issuer.token(of_3072_bits(), "RS256", members({{"kid", "hydra.jwt.access-token"}, {"typ", "JWT"}})),
              kAccepted},
             {"signed with the Ed25519 key", issuer.named(ed25519, "EdDSA", "hydra.openid.id-token"), kUnknownKey},
             {"signed with it, under the name of the other", issuer.named(ed25519, "EdDSA", "hydra.jwt.access-token"),
              kWrongAlgorithm},
             {"signed with it, without a name", issuer.token(ed25519, "EdDSA", ""), kWrongAlgorithm}}};
}

IdentityProvider forgerock(Time now) {
    const Issuer issuer{now, "id=jdoe:ou=user"};
    const std::string kid = "wU3ifIIaLOUAReRB/FG6eM1P1QM=";
    const auto key = [&](const std::string& alg) {
        return jwk(first(),
                   members({{"kid", kid}, {"use", "sig"}, {"alg", alg}, {"x5t", "5eOfy1Nn2MMIKVRRkq0OgFAw348"}}) +
                       x5c(first()));
    };
    static const TestKey p521 = TestKey::ec("P-521");
    return {"ForgeRock, with one kid for several algorithms",
            issuer.user(),
            jwks({key("RS384"), key("PS256"), key("RS256"), key("PS512"),
                  jwk(p521, members({{"kid", "FVqqYd3cOOGjzwmcWUmpeDVCTmY"}, {"use", "sig"}, {"alg", "ES512"}})),
                  jwk(ec(), members({{"kid", "I4x/IijvdDsUZMghwNq2gC/7pYQ="}, {"use", "sig"}, {"alg", "ES256"}}))}),
            3,
            {{"RS256", issuer.named(first(), "RS256", kid), kAccepted},
             {"PS256", issuer.named(first(), "PS256", kid), kAccepted},
             {"ES256", issuer.named(ec(), "ES256", "I4x/IijvdDsUZMghwNq2gC/7pYQ="), kAccepted},
             {"PS256 under the name RS256", issuer.mislabelled(first(), "PS256", "RS256", kid), kBadSignature},
             {"RS256 under the name PS256", issuer.mislabelled(first(), "RS256", "PS256", kid), kBadSignature},
             {"RS256 under the name of an algorithm that is skipped",
              issuer.mislabelled(first(), "RS256", "RS384", kid), kWrongAlgorithm},
             {"HS256 with the public key as the secret",
              issuer.mislabelled(TestKey::hmac(first().public_pem()), "HS256", "HS256", kid), kWrongAlgorithm}}};
}

IdentityProvider auth0(Time now) {
    const Issuer issuer{now, "auth0|5f7c8ec7c33c6c004bbafe82"};
    const auto key = [](const TestKey& of, const std::string& kid) {
        return jwk(of,
                   members({{"use", "sig"}, {"kid", kid}, {"x5t", "7wZ7sVj3pVKjw3BkZk1nT0NQv2M"}, {"alg", "RS256"}}) +
                       x5c(of));
    };
    const std::string current = "RkI5MjI5OUY5ODc1N0Q4QzM0OUYzNkVGMTJDOUEzQkFCOTU3NjE2Rg";
    return {
        "Auth0, with certificates and a key for the next rotation",
        issuer.user(),
        jwks({key(first(), current), key(second(), "K6OETX43o0Zdqm2p2iQaJ")}),
        0,
        {{"its token", issuer.named(first(), "RS256", current, R"(,"azp":"x","scope":"openid profile")"), kAccepted},
         {"of the profile of RFC 9068", issuer.token(first(), "RS256", members({{"typ", "at+jwt"}, {"kid", current}})),
          kAccepted},
         {"of the next key", issuer.named(second(), "RS256", "K6OETX43o0Zdqm2p2iQaJ"), kAccepted},
         {"with a kid of another tenant",
          issuer.named(first(), "RS256", "NjVBRjY5MDlCMUIwNzU4RTA2QzZFMDQ4QzQ2MDAyQjVDNjk1RTM2Qg"), kUnknownKey},
         {"its token for encryption",
          issuer.token(first(), "RS256", members({{"typ", "JWT"}, {"kid", current}, {"enc", "A256GCM"}})),
          kUnsupportedHeader}}};
}

IdentityProvider cognito(Time now) {
    const Issuer issuer{now, "us-east-1:aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"};
    const auto key = [](const TestKey& of, const std::string& kid) {
        return "\"alg\":\"RS256\"," + jwk(of, members({{"kid", kid}, {"use", "sig"}}));
    };
    return {"Cognito, with a key for each kind of token",
            issuer.user(),
            jwks({key(first(), "HFV5OjQm5yyQhl06zDLwhw5m0VEFpPmkJKsTV+kXjTE="),
                  key(second(), "q8vHgGbEYzzpNCPNTHv1SN8PCE5RJUsa+yxWPPvzZPg=")}),
            0,
            {{"its access token",
              issuer.token(second(), "RS256", members({{"kid", "q8vHgGbEYzzpNCPNTHv1SN8PCE5RJUsa+yxWPPvzZPg="}}),
                           R"(,"token_use":"access","cognito:groups":["admin"])"),
              kAccepted},
             {"signed by its key for id tokens, under the other's name",
              issuer.token(first(), "RS256", members({{"kid", "q8vHgGbEYzzpNCPNTHv1SN8PCE5RJUsa+yxWPPvzZPg="}})),
              kBadSignature}}};
}

IdentityProvider okta(Time now) {
    const Issuer issuer{now, "jane.doe+test@example.com"};
    const auto key = [](const TestKey& of, const std::string& kid) {
        return jwk(of, members({{"alg", "RS256"}, {"kid", kid}, {"use", "sig"}}));
    };
    return {"Okta",
            issuer.user(),
            jwks({key(first(), "aCO3sbSrjD0Y88ZvmnFdkAUKMg7Fr7Esm_5xvgjgS0A"),
                  key(second(), "HVoj9HZU_vNAaUjrPX6FqUoF5I0VN2lYtIUwqnmhLwU")}),
            0,
            {{"its token",
              issuer.token(first(), "RS256", members({{"kid", "aCO3sbSrjD0Y88ZvmnFdkAUKMg7Fr7Esm_5xvgjgS0A"}}),
                           R"(,"uid":"00u1","cid":"0oa1","ver":1,"scp":["openid"])"),
              kAccepted},
             {"with another letter case in kid",
              issuer.named(first(), "RS256", "ACO3sbSrjD0Y88ZvmnFdkAUKMg7Fr7Esm_5xvgjgS0A"), kUnknownKey}}};
}

std::string google_key(const TestKey& of, const std::string& kid) {
    return jwk(of, members({{"alg", "RS256"}, {"use", "sig"}, {"kid", kid}}));
}

IdentityProvider google(Time now) {
    const Issuer issuer{now, "110169484474386276334"};
    return {
        "Google",
        issuer.user(),
        jwks({google_key(first(), "9b0285c31bfd8b040e03157b19c4e960bdc10c6c"),
              google_key(second(), "6f7254101f56e41cf35c9926de84a2d552b4c6f1")}),
        0,
        {{"of the first key", issuer.named(first(), "RS256", "9b0285c31bfd8b040e03157b19c4e960bdc10c6c"), kAccepted},
         {"of the second key", issuer.named(second(), "RS256", "6f7254101f56e41cf35c9926de84a2d552b4c6f1"), kAccepted},
         {"of a key that is not out yet", issuer.named(third(), "RS256", "a49391bf52b58c1d560255c2f2a04e59e22a7b65"),
          kUnknownKey}}};
}

IdentityProvider google_later(Time now) {
    const Issuer issuer{now, "110169484474386276334"};
    return {"Google after a rotation",
            issuer.user(),
            jwks({google_key(second(), "6f7254101f56e41cf35c9926de84a2d552b4c6f1"),
                  google_key(third(), "a49391bf52b58c1d560255c2f2a04e59e22a7b65")}),
            0,
            {{"of the new key", issuer.named(third(), "RS256", "a49391bf52b58c1d560255c2f2a04e59e22a7b65"), kAccepted},
             {"of the key that stays", issuer.named(second(), "RS256", "6f7254101f56e41cf35c9926de84a2d552b4c6f1"),
              kAccepted},
             {"of the key that is gone", issuer.named(first(), "RS256", "9b0285c31bfd8b040e03157b19c4e960bdc10c6c"),
              kUnknownKey}}};
}

IdentityProvider xsuaa(Time now) {
    const Issuer issuer{now, "PRIMARY/admin"};
    const std::string kid = "default-jwt-key--1234567890";
    const auto header =
        members({{"jku", "https://tenant.authentication.example/token_keys"}, {"kid", kid}, {"typ", "JWT"}});
    const std::string chain = members({{"x5u", "https://id.example/chain.pem"}}) + x5c(first());
    return {
        "XSUAA, whose tokens say where the keys are",
        issuer.user(),
        jwks({jwk(first(),
                  members({{"use", "sig"}, {"kid", kid}, {"alg", "RS256"}, {"value", "-----BEGIN PUBLIC KEY-----"}}))}),
        0,
        {{"its token", issuer.token(first(), "RS256", header), kAccepted},
         {"with a certificate and its address", issuer.token(first(), "RS256", members({{"kid", kid}}) + chain),
          kAccepted},
         {"signed by whose certificate it brings",
          issuer.token(second(), "RS256", members({{"kid", kid}}) + x5c(second())), kBadSignature},
         {"signed by a key at an address of its own",
          issuer.token(second(), "RS256", members({{"kid", kid}, {"jku", "https://evil.example/keys"}})),
          kBadSignature},
         {"with an extension that we must understand",
          issuer.token(first(), "RS256", header + R"(,"crit":["x"],"x":1)"), kUnsupportedHeader}}};
}

IdentityProvider nameless(Time now) {
    const Issuer issuer{now, "a=b"};
    return {"an issuer that names no key",
            issuer.user(),
            jwks({jwk(first(), ""), jwk(ec(), ""), jwk(second(), members({{"alg", "RS256"}}))}),
            0,
            {{"of the first key", issuer.token(first(), "RS256", ""), kAccepted},
             {"of the last key", issuer.token(second(), "RS256", ""), kAccepted},
             {"of the EC key", issuer.token(ec(), "ES256", ""), kAccepted},
             {"of no key", issuer.token(third(), "RS256", ""), kBadSignature},
             {"of a key of another size", issuer.token(of_3072_bits(), "RS256", ""), kBadSignature},
             {"with a kid, which no key has", issuer.named(first(), "RS256", "a"), kUnknownKey},
             {"HS256 with a public key as the secret",
              make_token(TestKey::hmac(first().public_pem()), "HS256", R"({"alg":"HS256"})",
                         R"({"sub":"a=b","exp":4000000000})"),
              kWrongAlgorithm}}};
}

/// What else there is in the sets of the world, beside one good key.
IdentityProvider junk(Time now) {
    const Issuer issuer{now, "google-oauth2|103547991597142817347"};
    const auto good = members({{"kid", "good"}, {"alg", "RS256"}, {"use", "sig"}});
    const auto numbers = first().public_members();
    const auto n = numbers.find(R"("n":")") + 5;
    const auto modulus = base64url_decode(numbers.substr(n, numbers.find('"', n) - n)).value();
    auto with_zero = numbers;
    with_zero.replace(n, numbers.find('"', n) - n, base64url_encode('\0' + modulus));
    auto padded = numbers;
    padded.insert(numbers.find('"', n), "==");
    static const TestKey small = TestKey::rsa(1024);
    static const TestKey p384 = TestKey::ec("P-384");
    return {"keys of every kind that is of no use",
            issuer.user(),
            jwks({jwk(small, members({{"kid", "small"}, {"alg", "RS256"}})),
                  jwk(p384, members({{"kid", "p384"}, {"alg", "ES384"}})),
                  jwk(p384, members({{"kid", "p384-without-alg"}})),
                  R"("kty":"EC","crv":"secp256k1","kid":"k1","x":"AA","y":"AA")",
                  R"("kty":"AKP","kid":"future","alg":"ML-DSA-44","pub":"AA")", R"("kid":"no kty")",
                  R"("kty":"RSA","kid":"no numbers","alg":"RS256")", padded + members({{"kid", "padded"}}),
                  jwk(second(), R"(,"kid":"wraps","key_ops":["wrapKey"])"),
                  jwk(second(), members({{"kid", "signs"}}) + R"(,"key_ops":["sign"])"),
                  jwk(second(), members({{"kid", "enc"}, {"use", "enc"}})),
                  jwk(second(), members({{"kid", "tls"}, {"use", "tls"}})), jwk(second(), R"(,"kid":7)"),
                  jwk(second(), members({{"kid", std::string(200, 'k')}})), with_zero + good, jwk(first(), good)}),
            15,
            {{"of the good key", issuer.named(first(), "RS256", "good"), kAccepted},
             {"of the small key", issuer.named(small, "RS256", "small"), kUnknownKey},
             {"of a key that may only sign", issuer.named(second(), "RS256", "signs"), kUnknownKey},
             {"without a kid, of a key that is skipped", issuer.token(second(), "RS256", ""), kBadSignature}}};
}
// NOLINTEND(performance-inefficient-string-concatenation)

}  // namespace

std::vector<IdentityProvider> identity_providers(Time now) {
    return {keycloak(now), entra(now),  hydra(now),        forgerock(now), auth0(now),    cognito(now),
            okta(now),     google(now), google_later(now), xsuaa(now),     nameless(now), junk(now)};
}

}  // namespace likes::auth::test
