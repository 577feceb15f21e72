// Threads, as established from the source of cjose 0.6.2.1 (src/jws.c, src/jwk.c):
//  - cjose_jws_verify and cjose_jws_sign take the JWK as const and read only its type, size and key data. They never
//    retain or release it. All that they write is in the cjose_jws_t, which each call here makes for itself, and in the
//    jansson header that it owns.
//  - cjose_jwk_retain and cjose_jwk_release count without a lock. So neither is called while a key is shared: owners
//    share a key by std::shared_ptr, and the last of them releases it once.
//  - Below it, OpenSSL fills the caches of an RSA key (Montgomery contexts, blinding) under the key's own lock; an
//    EC_KEY and an HMAC secret are only read.
//  - cjose's allocator pointers are process-wide and unguarded: no code may call cjose_set_alloc_funcs.
// HMACs are compared by cjose_const_memcmp, which does not stop at the first difference. It compares as many bytes as
// the digest has before it compares the lengths, so a short signature would be read past its end; verified_payload
// checks the length first.
#include "auth/jws.hpp"

#include <array>
#include <cstdint>
#include <stdexcept>
#include <utility>

#include <cjose/cjose.h>
#include <openssl/err.h>

#include "base/base64url.hpp"

namespace likes::auth {
namespace {

constexpr std::array kAlgorithms{Algorithm::kHs256, Algorithm::kRs256, Algorithm::kEs256, Algorithm::kPs256};

struct JwsRelease {
    void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
};
using Jws = std::unique_ptr<cjose_jws_t, JwsRelease>;

struct HeaderRelease {
    void operator()(cjose_header_t* header) const { cjose_header_release(header); }
};
using Header = std::unique_ptr<cjose_header_t, HeaderRelease>;

/// A failed call of OpenSSL leaves its reason in a queue of the thread, where the next TLS call of the same thread (a
/// database connection's) would take it for its own.
struct ErrorQueueGuard {
    ErrorQueueGuard() = default;
    ErrorQueueGuard(const ErrorQueueGuard&) = delete;
    ErrorQueueGuard& operator=(const ErrorQueueGuard&) = delete;
    ~ErrorQueueGuard() { ERR_clear_error(); }
};

/// The bytes in the type that cjose's key specs take. cjose copies them and does not write to them.
std::uint8_t* spec_bytes(const std::string& bytes) {
    return bytes.empty() ? nullptr : reinterpret_cast<std::uint8_t*>(const_cast<char*>(bytes.data()));
}

}  // namespace

struct JwsKey::Handle {
    explicit Handle(cjose_jwk_t* owned) : jwk{owned} {
        if (jwk == nullptr) throw std::runtime_error{"the key is not valid"};
    }
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() { cjose_jwk_release(jwk); }

    cjose_jwk_t* jwk;
};

std::string_view to_string(Algorithm algorithm) {
    switch (algorithm) {
        case Algorithm::kHs256:
            return "HS256";
        case Algorithm::kRs256:
            return "RS256";
        case Algorithm::kEs256:
            return "ES256";
        case Algorithm::kPs256:
            return "PS256";
    }
    return "";
}

std::optional<Algorithm> parse_algorithm(std::string_view name) {
    for (const auto algorithm : kAlgorithms) {
        if (to_string(algorithm) == name) return algorithm;
    }
    return std::nullopt;
}

JwsKey::JwsKey(Algorithm algorithm, std::shared_ptr<const Handle> handle)
    : algorithm_{algorithm}, handle_{std::move(handle)} {
    switch (algorithm_) {
        case Algorithm::kHs256:
            signature_bytes_ = 32;
            break;
        case Algorithm::kEs256:
            signature_bytes_ = 64;
            break;
        case Algorithm::kRs256:
        case Algorithm::kPs256:
            signature_bytes_ = cjose_jwk_get_keysize(handle_->jwk, nullptr) / 8;
            break;
    }
}

JwsKey JwsKey::hmac(const std::string& secret) {
    const ErrorQueueGuard guard;
    return {Algorithm::kHs256,
            std::make_shared<const Handle>(cjose_jwk_create_oct_spec(spec_bytes(secret), secret.size(), nullptr))};
}

JwsKey JwsKey::rsa(Algorithm algorithm, const RsaNumbers& numbers) {
    const ErrorQueueGuard guard;
    cjose_jwk_rsa_keyspec spec{};
    spec.n = spec_bytes(numbers.n);
    spec.nlen = numbers.n.size();
    spec.e = spec_bytes(numbers.e);
    spec.elen = numbers.e.size();
    spec.d = spec_bytes(numbers.d);
    spec.dlen = numbers.d.size();
    spec.p = spec_bytes(numbers.p);
    spec.plen = numbers.p.size();
    spec.q = spec_bytes(numbers.q);
    spec.qlen = numbers.q.size();
    spec.dp = spec_bytes(numbers.dp);
    spec.dplen = numbers.dp.size();
    spec.dq = spec_bytes(numbers.dq);
    spec.dqlen = numbers.dq.size();
    spec.qi = spec_bytes(numbers.qi);
    spec.qilen = numbers.qi.size();
    return {algorithm, std::make_shared<const Handle>(cjose_jwk_create_RSA_spec(&spec, nullptr))};
}

JwsKey JwsKey::p256(const P256Numbers& numbers) {
    const ErrorQueueGuard guard;
    cjose_jwk_ec_keyspec spec{};
    spec.crv = CJOSE_JWK_EC_P_256;
    spec.x = spec_bytes(numbers.x);
    spec.xlen = numbers.x.size();
    spec.y = spec_bytes(numbers.y);
    spec.ylen = numbers.y.size();
    spec.d = spec_bytes(numbers.d);
    spec.dlen = numbers.d.size();
    return {Algorithm::kEs256, std::make_shared<const Handle>(cjose_jwk_create_EC_spec(&spec, nullptr))};
}

std::optional<std::string> JwsKey::verified_payload(std::string_view token) const {
    const auto dot = token.rfind('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto signature = base64url_decode(token.substr(dot + 1));
    if (!signature || signature->size() != signature_bytes_) return std::nullopt;

    const ErrorQueueGuard guard;
    const Jws jws{cjose_jws_import(token.data(), token.size(), nullptr)};
    if (!jws) return std::nullopt;

    // cjose uses the alg of its own parse of the header, so that alg must be the one that this key is pinned to.
    const char* alg = cjose_header_get(cjose_jws_get_protected(jws.get()), CJOSE_HDR_ALG, nullptr);
    if (alg == nullptr || alg != to_string(algorithm_)) return std::nullopt;
    if (!cjose_jws_verify(jws.get(), handle_->jwk, nullptr)) return std::nullopt;

    std::uint8_t* payload = nullptr;
    std::size_t size = 0;
    if (!cjose_jws_get_plaintext(jws.get(), &payload, &size, nullptr)) return std::nullopt;
    return std::string{reinterpret_cast<const char*>(payload), size};
}

std::string JwsKey::sign(const std::string& type, const std::string& kid, std::string_view payload) const {
    const ErrorQueueGuard guard;
    const Header header{cjose_header_new(nullptr)};
    const std::string alg{to_string(algorithm_)};
    const bool complete = header && cjose_header_set(header.get(), CJOSE_HDR_ALG, alg.c_str(), nullptr) &&
                          cjose_header_set(header.get(), "typ", type.c_str(), nullptr) &&
                          (kid.empty() || cjose_header_set(header.get(), CJOSE_HDR_KID, kid.c_str(), nullptr));
    if (!complete) throw std::runtime_error{"the token header cannot be made"};

    const Jws jws{cjose_jws_sign(handle_->jwk, header.get(), reinterpret_cast<const std::uint8_t*>(payload.data()),
                                 payload.size(), nullptr)};
    const char* token = nullptr;
    if (!jws || !cjose_jws_export(jws.get(), &token, nullptr) || token == nullptr) {
        throw std::runtime_error{"the key cannot sign"};
    }
    return token;
}

}  // namespace likes::auth
