#include "base/uuid_v7.hpp"

#include <chrono>
#include <random>

namespace likes {
namespace {

Uuid compose(Time moment, std::uint64_t random_a, std::uint64_t random_b) {
    const auto unix_milliseconds =
        static_cast<std::uint64_t>(std::chrono::floor<std::chrono::milliseconds>(moment).time_since_epoch().count());
    const std::uint64_t high = (unix_milliseconds << 16U) | 0x7000U | (random_a & 0x0FFFU);
    const std::uint64_t low = (std::uint64_t{0b10} << 62U) | (random_b >> 2U);
    Uuid::Bytes bytes{};
    for (std::size_t i = 0; i < 8; ++i) {
        const auto shift = static_cast<unsigned>(56 - 8 * i);
        bytes.at(i) = static_cast<std::uint8_t>(high >> shift);
        bytes.at(8 + i) = static_cast<std::uint8_t>(low >> shift);
    }
    return Uuid{bytes};
}

}  // namespace

RandomBits seeded_random_bits() {
    std::random_device seed;
    return [engine = std::mt19937_64{(std::uint64_t{seed()} << 32U) | seed()}]() mutable { return engine(); };
}

Uuid make_uuid_v7(Time made_at, const RandomBits& random) {
    const std::uint64_t random_a = random();
    return compose(made_at, random_a, random());
}

Uuid uuid_v7_floor(Time moment) {
    return compose(moment, 0, 0);
}

}  // namespace likes
