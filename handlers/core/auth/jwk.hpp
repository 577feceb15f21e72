#pragma once

#include <cstddef>

#include <rapidjson/document.h>

#include "auth/key_set.hpp"

namespace likes::auth {

/// Reads one JWK (RFC 7517 section 4) by the rules of KeySet for such a set. Throws KeySetError if the key cannot be
/// used; its message names the key by `index`, counted from 0. The caller decides whether the kid may be absent.
Key parse_jwk(const rapidjson::Value& json, std::size_t index, UnusableKeys unusable);

}  // namespace likes::auth
