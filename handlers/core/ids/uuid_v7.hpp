#pragma once

#include <cstdint>
#include <functional>

#include "ids/uuid.hpp"

namespace likes {

/// 64 random bits a call. Handed in, so that a test can foresee the ids.
using RandomBits = std::function<std::uint64_t()>;

/// A source of them that is seeded by the system. Not thread-safe: each thread takes one of its own.
RandomBits seeded_random_bits();

/// A UUIDv7 (RFC 9562, section 5.7): 48 bits of `unix_milliseconds`, then 74 random bits. Ids of different milliseconds
/// compare in order of time, which keeps a primary key of them append-only.
Uuid make_uuid_v7(std::uint64_t unix_milliseconds, const RandomBits& random);

/// The smallest UUIDv7 of that millisecond: everything made before it compares less.
Uuid uuid_v7_floor(std::uint64_t unix_milliseconds);

}  // namespace likes
