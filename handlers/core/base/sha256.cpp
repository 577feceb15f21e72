#include "base/sha256.hpp"

#include <memory>
#include <new>

#include <openssl/evp.h>

namespace likes {
namespace {

struct Free {
    void operator()(EVP_MD* algorithm) const noexcept { EVP_MD_free(algorithm); }
};

/// Looked up once: OpenSSL's SHA256() looks it up at each call, which costs more than the digest of a token. Given back
/// when the process ends, or unloads the module that this is a part of.
const EVP_MD* algorithm() {
    static const std::unique_ptr<EVP_MD, Free> kAlgorithm{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
    return kAlgorithm.get();
}

}  // namespace

Sha256 sha256(std::string_view bytes) {
    Sha256 digest{};
    // Fails only when OpenSSL can get no memory; a digest of zeros must never pass for one of the bytes.
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, algorithm(), nullptr) != 1) {
        throw std::bad_alloc{};
    }
    return digest;
}

}  // namespace likes
