#pragma once

#include <cstddef>

#include <rapidjson/document.h>

#include "auth/jwks.hpp"

namespace likes::auth {

/// Reads one JWK (RFC 7517 section 4) by the rules that KeySet states. `index` counts from 0 and is for the message of
/// the KeySetError that it throws. An absent kid is left to the set to judge.
Key parse_jwk(const rapidjson::Value& json, std::size_t index);

}  // namespace likes::auth
