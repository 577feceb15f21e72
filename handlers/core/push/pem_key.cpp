#include "push/pem_key.hpp"

#include <memory>
#include <stdexcept>
#include <string>

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "auth/key_set.hpp"

namespace likes::push {
namespace {

constexpr int kRsaBitsMin = 2048;
constexpr int kRsaBitsMax = 8192;
constexpr std::size_t kP256NumberBytes = 32;

struct FreePem {
    void operator()(BIO* bio) const { BIO_free(bio); }
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(BIGNUM* number) const { BN_clear_free(number); }
};
using PrivateKey = std::unique_ptr<EVP_PKEY, FreePem>;

/// Nobody is asked for a password.
int no_password(char*, int, int, void*) {
    return -1;
}

PrivateKey read_pem(std::string_view pem) {
    const std::unique_ptr<BIO, FreePem> bio{BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()))};
    PrivateKey key{bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr) : nullptr};
    ERR_clear_error();
    if (!key) throw auth::KeySetError{"there is no private key in PEM without a password"};
    return key;
}

/// Big-endian; with zeros before it up to `length`.
std::string number_of(const PrivateKey& key, const char* name, std::size_t length = 0) {
    BIGNUM* found = nullptr;
    if (EVP_PKEY_get_bn_param(key.get(), name, &found) != 1) {
        ERR_clear_error();
        throw auth::KeySetError{"a part of the private key is missing"};
    }
    const std::unique_ptr<BIGNUM, FreePem> number{found};
    const auto needed = static_cast<std::size_t>(BN_num_bytes(found));
    std::string bytes(std::max(length, needed), '\0');
    BN_bn2binpad(found, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    return bytes;
}

}  // namespace

auth::JwsKey parse_p256_pem(std::string_view pem) {
    const auto key = read_pem(pem);
    if (EVP_PKEY_is_a(key.get(), "EC") != 1 || EVP_PKEY_get_bits(key.get()) != 256) {
        throw auth::KeySetError{"the private key is not of the curve P-256"};
    }
    std::string curve(32, '\0');
    std::size_t length = 0;
    if (EVP_PKEY_get_group_name(key.get(), curve.data(), curve.size(), &length) != 1 ||
        curve.substr(0, length) != "prime256v1") {
        ERR_clear_error();
        throw auth::KeySetError{"the private key is not of the curve P-256"};
    }
    try {
        return auth::JwsKey::p256({{}, {}, number_of(key, OSSL_PKEY_PARAM_PRIV_KEY, kP256NumberBytes)});
    } catch (const auth::KeySetError&) {
        throw;
    } catch (const std::runtime_error&) {
        throw auth::KeySetError{"the private key cannot be used"};
    }
}

auth::JwsKey parse_rsa_pem(std::string_view pem) {
    const auto key = read_pem(pem);
    const auto bits = EVP_PKEY_get_bits(key.get());
    if (EVP_PKEY_is_a(key.get(), "RSA") != 1 || bits < kRsaBitsMin || bits > kRsaBitsMax) {
        throw auth::KeySetError{"the private key is no RSA key of 2048 to 8192 bits"};
    }
    auth::RsaNumbers numbers;
    numbers.n = number_of(key, OSSL_PKEY_PARAM_RSA_N);
    numbers.e = number_of(key, OSSL_PKEY_PARAM_RSA_E);
    numbers.d = number_of(key, OSSL_PKEY_PARAM_RSA_D);
    numbers.p = number_of(key, OSSL_PKEY_PARAM_RSA_FACTOR1);
    numbers.q = number_of(key, OSSL_PKEY_PARAM_RSA_FACTOR2);
    numbers.dp = number_of(key, OSSL_PKEY_PARAM_RSA_EXPONENT1);
    numbers.dq = number_of(key, OSSL_PKEY_PARAM_RSA_EXPONENT2);
    numbers.qi = number_of(key, OSSL_PKEY_PARAM_RSA_COEFFICIENT1);
    try {
        return auth::JwsKey::rsa(auth::Algorithm::kRs256, numbers);
    } catch (const std::runtime_error&) {
        throw auth::KeySetError{"the private key cannot be used"};
    }
}

}  // namespace likes::push
