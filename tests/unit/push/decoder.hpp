#pragma once

#include <string>
#include <string_view>

#include "push/p256_key.hpp"

namespace likes::push::test {

/// What a browser does with the body of a push: takes the only record of `aes128gcm` apart and decrypts it (RFC 8188,
/// RFC 8291). Made of HMAC and AES alone, and without the code under test but for the agreement on a secret. Throws
/// std::runtime_error for a body that a browser would refuse.
std::string decode(std::string_view body, const P256Key& own, std::string_view auth);

/// How many bytes of zeros the record was filled up with.
std::size_t padding_of(std::string_view body, const P256Key& own, std::string_view auth);

/// A browser's key, with its private half.
struct Browser {
    P256Key key = P256Key::generate();
    std::string auth = std::string(16, 'a');
};

}  // namespace likes::push::test
