#include "support/unique.hpp"

#include <atomic>
#include <cstdint>
#include <mutex>
#include <random>

#include "base/uuid.hpp"

namespace likes::test {
namespace {

std::uint64_t random_bits() {
    static std::mutex mutex;
    static std::mt19937_64 engine = [] {
        std::random_device device;
        std::seed_seq seed{device(), device(), device(), device()};
        return std::mt19937_64{seed};
    }();
    const std::lock_guard lock{mutex};
    return engine();
}

}  // namespace

std::string unique_uuid() {
    std::string bytes;
    for (int half = 0; half < 2; ++half) {
        const std::uint64_t bits = random_bits();
        for (unsigned shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(bits >> shift);
    }
    bytes[6] = static_cast<char>((static_cast<unsigned char>(bytes[6]) & 0x0fU) | 0x40U);
    bytes[8] = static_cast<char>((static_cast<unsigned char>(bytes[8]) & 0x3fU) | 0x80U);
    return Uuid::from_bytes(bytes).value().to_string();
}

std::string unique_user(const std::string& name) {
    static const std::string run = unique_uuid().substr(0, 8);
    static std::atomic<unsigned> next{1};
    return name + '-' + run + '.' + std::to_string(next++);
}

std::string unique_loopback_address() {
    // 127.16.0.1 and on, from a random place, so that the next run does not meet the counts of this one.
    static std::atomic<std::uint32_t> next{static_cast<std::uint32_t>(random_bits())};
    const std::uint32_t number = next++;
    return "127." + std::to_string(16 + (number >> 16U) % 200) + '.' + std::to_string((number >> 8U) % 256) + '.' +
           std::to_string(1 + number % 254);
}

}  // namespace likes::test
