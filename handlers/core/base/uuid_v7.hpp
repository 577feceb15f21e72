#pragma once

#include <cstdint>
#include <functional>

#include "base/time.hpp"
#include "base/uuid.hpp"

namespace likes {

/// Returns 64 random bits per call. A parameter, so that a test can predict the ids.
using RandomBits = std::function<std::uint64_t()>;

/// A generator of random bits, seeded by the system. Not thread-safe: each thread needs its own.
RandomBits seeded_random_bits();

/// A UUIDv7 (RFC 9562, section 5.7): 48 bits of milliseconds since 1970, then 74 random bits. Ids of different
/// milliseconds compare in the order of time, so that rows with such a primary key are only appended. `made_at` is
/// after 1970.
Uuid make_uuid_v7(Time made_at, const RandomBits& random);

/// The smallest UUIDv7 of that moment's millisecond: every id made in an earlier one compares less.
Uuid uuid_v7_floor(Time moment);

}  // namespace likes
