#include "unit/auth/test_keys.hpp"

#include <algorithm>
#include <initializer_list>
#include <stdexcept>
#include <utility>
#include <vector>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "base/base64url.hpp"

namespace likes::auth::test {
namespace {

void require(bool condition) {
    if (!condition) throw std::runtime_error{"OpenSSL failed in a test's helper"};
}

const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

std::string member(const char* name, const std::string& value) {
    return std::string{",\""} + name + "\":\"" + base64url_encode(value) + '"';
}

}  // namespace

TestKey TestKey::hmac(std::string secret) {
    TestKey key;
    key.secret_ = std::move(secret);
    return key;
}

TestKey TestKey::rsa(unsigned bits) {
    TestKey key;
    key.pkey_.reset(EVP_RSA_gen(bits), EVP_PKEY_free);
    require(key.pkey_ != nullptr);
    return key;
}

TestKey TestKey::ec(const std::string& curve) {
    TestKey key;
    key.pkey_.reset(EVP_EC_gen(curve.c_str()), EVP_PKEY_free);
    require(key.pkey_ != nullptr);
    return key;
}

TestKey TestKey::ed25519() {
    TestKey key;
    key.pkey_.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), EVP_PKEY_free);
    require(key.pkey_ != nullptr);
    return key;
}

std::string TestKey::big_number(const char* parameter, std::size_t size) const {
    BIGNUM* number = nullptr;
    require(EVP_PKEY_get_bn_param(pkey_.get(), parameter, &number) == 1);
    const std::unique_ptr<BIGNUM, decltype(&BN_free)> owned{number, BN_free};
    std::string text(std::max(size, static_cast<std::size_t>(BN_num_bytes(number))), '\0');
    require(BN_bn2binpad(number, bytes(text), static_cast<int>(text.size())) >= 0);
    return text;
}

std::string TestKey::public_members() const {
    require(pkey_ != nullptr);
    if (EVP_PKEY_is_a(pkey_.get(), "RSA") == 1) {
        return R"("kty":"RSA")" + member("n", big_number(OSSL_PKEY_PARAM_RSA_N)) +
               member("e", big_number(OSSL_PKEY_PARAM_RSA_E));
    }
    if (EVP_PKEY_is_a(pkey_.get(), "ED25519") == 1) {
        std::string x(32, '\0');
        std::size_t size = x.size();
        require(EVP_PKEY_get_raw_public_key(pkey_.get(), bytes(x), &size) == 1);
        return R"("kty":"OKP","crv":"Ed25519")" + member("x", x);
    }
    const auto bits = EVP_PKEY_get_bits(pkey_.get());
    const auto size = (static_cast<std::size_t>(bits) + 7) / 8;
    return R"("kty":"EC","crv":"P-)" + std::to_string(bits) + '"' +
           member("x", big_number(OSSL_PKEY_PARAM_EC_PUB_X, size)) +
           member("y", big_number(OSSL_PKEY_PARAM_EC_PUB_Y, size));
}

std::string TestKey::private_members() const {
    if (!pkey_) return R"("kty":"oct")" + member("k", secret_);
    if (EVP_PKEY_is_a(pkey_.get(), "RSA") == 1) {
        return public_members() + member("d", big_number(OSSL_PKEY_PARAM_RSA_D)) +
               member("p", big_number(OSSL_PKEY_PARAM_RSA_FACTOR1)) +
               member("q", big_number(OSSL_PKEY_PARAM_RSA_FACTOR2)) +
               member("dp", big_number(OSSL_PKEY_PARAM_RSA_EXPONENT1)) +
               member("dq", big_number(OSSL_PKEY_PARAM_RSA_EXPONENT2)) +
               member("qi", big_number(OSSL_PKEY_PARAM_RSA_COEFFICIENT1));
    }
    const auto size = static_cast<std::size_t>(EVP_PKEY_get_bits(pkey_.get())) / 8;
    return public_members() + member("d", big_number(OSSL_PKEY_PARAM_PRIV_KEY, size));
}

std::string TestKey::sign(std::string_view alg, std::string_view input) const {
    if (alg == "HS256") return hmac_sha256(secret_, input);
    if (alg == "ES256") {
        const auto der = sign_der(input);
        const auto* at = bytes(std::string_view{der});
        const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair{
            d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), ECDSA_SIG_free};
        require(pair != nullptr);
        std::string raw(64, '\0');
        require(BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), bytes(raw), 32) == 32);
        require(BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), bytes(raw) + 32, 32) == 32);
        return raw;
    }
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    EVP_PKEY_CTX* options = nullptr;
    // Ed25519 has its own.
    const auto* const digest = alg == "EdDSA" ? nullptr : EVP_sha256();
    require(EVP_DigestSignInit(context.get(), &options, digest, nullptr, pkey_.get()) == 1);
    if (alg == "PS256") {
        require(EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1);
        require(EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1);
    }
    std::size_t size = 0;
    require(EVP_DigestSign(context.get(), nullptr, &size, bytes(input), input.size()) == 1);
    std::string signature(size, '\0');
    require(EVP_DigestSign(context.get(), bytes(signature), &size, bytes(input), input.size()) == 1);
    signature.resize(size);
    return signature;
}

std::string TestKey::sign_der(std::string_view input) const {
    return sign("", input);
}

std::string TestKey::public_pem() const {
    const std::unique_ptr<BIO, decltype(&BIO_free)> memory{BIO_new(BIO_s_mem()), BIO_free};
    require(PEM_write_bio_PUBKEY(memory.get(), pkey_.get()) == 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

std::string TestKey::certificate() const {
    const std::unique_ptr<X509, decltype(&X509_free)> certificate{X509_new(), X509_free};
    auto* const subject = X509_get_subject_name(certificate.get());
    require(X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, bytes(std::string_view{"id.example"}), -1, -1, 0) ==
            1);
    require(X509_set_issuer_name(certificate.get(), subject) == 1);
    require(X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0) != nullptr);
    require(X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 86'400) != nullptr);
    require(X509_set_pubkey(certificate.get(), pkey_.get()) == 1);
    require(X509_sign(certificate.get(), pkey_.get(), EVP_sha256()) > 0);
    std::string der(static_cast<std::size_t>(i2d_X509(certificate.get(), nullptr)), '\0');
    auto* at = bytes(der);
    require(i2d_X509(certificate.get(), &at) > 0);
    return der;
}

std::string hmac_sha256(std::string_view key, std::string_view input) {
    std::string mac(32, '\0');
    require(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes(input), input.size(), bytes(mac),
                 nullptr) != nullptr);
    return mac;
}

const TestKey& shared_rsa() {
    static const TestKey key = TestKey::rsa(2048);
    return key;
}

std::string hmac_jwk(const std::string& kid, char fill, const std::string& more) {
    return TestKey::hmac(std::string(32, fill)).private_members() + R"(,"kid":")" + kid + '"' + more;
}

std::string jwks(std::initializer_list<std::string> keys) {
    std::string text = R"({"keys":[)";
    for (const auto& key : keys) text += (text.back() == '[' ? "{" : ",{") + key + '}';
    return text + "]}";
}

std::string make_token(const TestKey& key, std::string_view alg, std::string_view header, std::string_view claims) {
    const auto input = base64url_encode(header) + '.' + base64url_encode(claims);
    return input + '.' + base64url_encode(key.sign(alg, input));
}

std::string compact(std::string_view header, std::string_view claims, std::string_view signature) {
    return base64url_encode(header) + '.' + base64url_encode(claims) + '.' + base64url_encode(signature);
}

}  // namespace likes::auth::test
