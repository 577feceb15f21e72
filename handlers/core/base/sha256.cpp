#include "base/sha256.hpp"

#include <new>

#include <openssl/sha.h>

namespace likes {

Sha256 sha256(std::string_view bytes) {
    Sha256 digest{};
    // Fails only when OpenSSL can get no memory; a digest of zeros must never pass for one of the bytes.
    if (SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest.data()) == nullptr) {
        throw std::bad_alloc{};
    }
    return digest;
}

}  // namespace likes
