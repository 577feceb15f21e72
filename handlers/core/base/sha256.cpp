#include "base/sha256.hpp"

#include <new>

#include <openssl/evp.h>

namespace likes {
namespace {

/// Looked up once: OpenSSL's SHA256() looks it up at each call, which costs more than the digest of a token. Kept until
/// the process ends.
const EVP_MD* algorithm() {
    static const EVP_MD* const kAlgorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return kAlgorithm;
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
