#include "push/p256_key.hpp"

#include <memory>
#include <stdexcept>
#include <utility>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

namespace likes::push {
namespace {

constexpr const char* kCurve = "prime256v1";

/// What OpenSSL says of an input that is refused belongs to nobody's next call.
struct ForgetErrors {
    ForgetErrors() = default;
    ForgetErrors(const ForgetErrors&) = delete;
    ForgetErrors& operator=(const ForgetErrors&) = delete;
    ~ForgetErrors() { ERR_clear_error(); }
};

struct FreeKeyPart {
    void operator()(BIGNUM* number) const { BN_clear_free(number); }
    void operator()(OSSL_PARAM_BLD* builder) const { OSSL_PARAM_BLD_free(builder); }
    void operator()(OSSL_PARAM* parameters) const { OSSL_PARAM_free(parameters); }
    void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
};
template <class Part>
using KeyPart = std::unique_ptr<Part, FreeKeyPart>;

const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

P256Key P256Key::generate() {
    const ForgetErrors forget;
    const std::shared_ptr<EVP_PKEY> key{EVP_EC_gen(kCurve), EVP_PKEY_free};
    std::string point(kPointBytes, '\0');
    std::size_t length = 0;
    const bool is_made =
        key != nullptr &&
        EVP_PKEY_get_octet_string_param(key.get(), OSSL_PKEY_PARAM_PUB_KEY,
                                        reinterpret_cast<unsigned char*>(point.data()), point.size(), &length) == 1;
    if (!is_made || length != kPointBytes) throw std::runtime_error{"no key can be made for a push"};
    return {key, std::move(point)};
}

std::optional<P256Key> P256Key::from_point(std::string_view point) {
    return make(point, {});
}

std::optional<P256Key> P256Key::from_pair(std::string_view point, std::string_view scalar) {
    if (scalar.size() != kScalarBytes) return std::nullopt;
    return make(point, scalar);
}

std::optional<P256Key> P256Key::make(std::string_view point, std::string_view scalar) {
    if (point.size() != kPointBytes || point.front() != POINT_CONVERSION_UNCOMPRESSED) return std::nullopt;
    const ForgetErrors forget;
    const KeyPart<BIGNUM> number{
        scalar.empty() ? nullptr : BN_bin2bn(bytes_of(scalar), static_cast<int>(scalar.size()), nullptr)};
    const KeyPart<OSSL_PARAM_BLD> builder{OSSL_PARAM_BLD_new()};
    if (!builder || OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, kCurve, 0) != 1 ||
        OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1 ||
        (number && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, number.get()) != 1)) {
        return std::nullopt;
    }
    const KeyPart<OSSL_PARAM> parameters{OSSL_PARAM_BLD_to_param(builder.get())};
    const KeyPart<EVP_PKEY_CTX> context{EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)};
    EVP_PKEY* made = nullptr;
    if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
        EVP_PKEY_fromdata(context.get(), &made, number ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY, parameters.get()) !=
            1) {
        return std::nullopt;
    }
    std::shared_ptr<EVP_PKEY> key{made, EVP_PKEY_free};
    // A point that is not on the curve would give away the private half bit by bit.
    const KeyPart<EVP_PKEY_CTX> check{EVP_PKEY_CTX_new_from_pkey(nullptr, made, nullptr)};
    if (!check || EVP_PKEY_public_check(check.get()) != 1) return std::nullopt;
    if (number && EVP_PKEY_pairwise_check(check.get()) != 1) return std::nullopt;
    return P256Key{std::move(key), std::string{point}};
}

std::string P256Key::agree(const P256Key& other) const {
    const ForgetErrors forget;
    const KeyPart<EVP_PKEY_CTX> context{EVP_PKEY_CTX_new_from_pkey(nullptr, key_.get(), nullptr)};
    std::string secret(kScalarBytes, '\0');
    std::size_t length = secret.size();
    if (!context || EVP_PKEY_derive_init(context.get()) != 1 ||
        EVP_PKEY_derive_set_peer(context.get(), other.key_.get()) != 1 ||
        EVP_PKEY_derive(context.get(), reinterpret_cast<unsigned char*>(secret.data()), &length) != 1 ||
        length != kScalarBytes) {
        throw std::runtime_error{"two keys do not agree on a secret"};
    }
    return secret;
}

}  // namespace likes::push
