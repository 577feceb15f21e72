#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/evp.h>

namespace likes::auth::test {

/// A key of the tests. Makes keys and signatures with OpenSSL alone, so that what it signs is evidence about the code
/// under test, and so that it can sign what the code under test never would.
class TestKey {
  public:
    static TestKey hmac(std::string secret);
    static TestKey rsa(unsigned bits);
    /// On the curve of OpenSSL's name: "P-256", "P-384", "P-521".
    static TestKey ec(const std::string& curve);
    static TestKey ed25519();

    /// The members of the JWK, `"kty":…` first, without braces and without kid and alg.
    std::string public_members() const;
    /// As public_members, with the private half or the secret.
    std::string private_members() const;

    /// The signature's bytes as RFC 7518 and RFC 8037 want them. `alg` is HS256, RS256, PS256, ES256 or EdDSA.
    std::string sign(std::string_view alg, std::string_view input) const;
    /// An ECDSA signature as OpenSSL makes it: DER, which is not what ES256 is.
    std::string sign_der(std::string_view input) const;

    /// The public half in the form that RSA keys are handed round in: PEM, SubjectPublicKeyInfo.
    std::string public_pem() const;

    /// A certificate of this key, signed by itself: DER, as in `x5c` (RFC 7517 section 4.7).
    std::string certificate() const;

  private:
    std::string big_number(const char* parameter, std::size_t size = 0) const;

    std::string secret_;
    std::shared_ptr<EVP_PKEY> pkey_;
};

/// HMAC-SHA256 with any bytes as the key.
std::string hmac_sha256(std::string_view key, std::string_view input);

/// One RSA key of 2048 bits, made once: that takes a while.
const TestKey& shared_rsa();

/// The members of a key of 32 bytes for HMAC, each of them `fill`; `more` begins with a comma.
std::string hmac_jwk(const std::string& kid, char fill, const std::string& more = "");

/// `{"keys":[{…},{…}]}` of members as in public_members.
std::string jwks(std::initializer_list<std::string> keys);

/// The compact form of a token over these texts, well signed with `key`.
std::string make_token(const TestKey& key, std::string_view alg, std::string_view header, std::string_view claims);

/// The compact form with whatever bytes as the signature.
std::string compact(std::string_view header, std::string_view claims, std::string_view signature);

}  // namespace likes::auth::test
