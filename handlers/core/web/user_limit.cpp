#include "web/user_limit.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <xxhash.h>

namespace likes::web {

UserLimit::UserLimit(Rate rate, SteadyClock clock, std::uint64_t key)
    : rate_{rate}, clock_{std::move(clock)}, key_{key}, expected_at_{std::make_unique<Places>()}, start_{clock_()} {
    if (rate.burst < 1 || rate.interval.count() < 0) throw std::invalid_argument{"a limit needs a burst of at least 1"};
}

std::optional<std::chrono::nanoseconds> UserLimit::take(const UserId& user) {
    using std::chrono::nanoseconds;
    if (rate_.interval.count() == 0) return std::nullopt;
    const std::int64_t now = nanoseconds{clock_() - start_}.count();
    const std::int64_t interval = rate_.interval.count();
    // How far a call may be ahead of its time: by the intervals of the other calls of a burst.
    const std::int64_t tolerance = interval * static_cast<std::int64_t>(rate_.burst - 1);

    auto& place = place_of(user);
    // Relaxed, because the number guards no other data.
    std::int64_t expected = place.load(std::memory_order_relaxed);
    do {
        const std::int64_t wait = expected - tolerance - now;
        if (wait > 0) return nanoseconds{wait};
    } while (!place.compare_exchange_weak(expected, std::max(expected, now) + interval, std::memory_order_relaxed));
    return std::nullopt;
}

std::atomic<std::int64_t>& UserLimit::place_of(const UserId& user) {
    return (*expected_at_)[XXH3_64bits_withSeed(user.str().data(), user.str().size(), key_) % kPlaces];
}

}  // namespace likes::web
