#pragma once

#include <string_view>

#include "auth/jws.hpp"

/// Private keys as Apple and Google hand them out: PEM (RFC 7468) with PKCS #8, not encrypted.
namespace likes::push {

/// A P-256 key, for ES256. Throws auth::KeySetError, which never holds key material, for anything else.
auth::JwsKey parse_p256_pem(std::string_view pem);

/// An RSA key of 2048 to 8192 bits, for RS256. Throws likewise.
auth::JwsKey parse_rsa_pem(std::string_view pem);

}  // namespace likes::push
