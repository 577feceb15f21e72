#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>

#include "base/steady_clock.hpp"
#include "base/user_id.hpp"

namespace likes::web {

struct Rate {
    /// The time between two calls of a user who calls evenly; zero: no limit.
    std::chrono::nanoseconds interval;
    /// Calls that are accepted at once after a pause; at least 1.
    std::size_t burst;
};

/// Limits the calls of each user with the generic cell rate algorithm (GCRA, ITU-T I.371, annex A: virtual scheduling):
/// a token bucket that needs one number per user, the theoretical arrival time of the next call.
///
/// The times are in a table of fixed size, at a keyed hash of the user id, so that memory does not grow with the number
/// of users and nothing is ever evicted: no user gets a fresh bucket by pushing the old one out. The price is that two
/// users may share a place, and then its rate. With 1,000 users who call within the same two seconds, this concerns one
/// user in 66, who notices it only if both together exceed the rate. The key is random in each process, so no user can
/// choose whom to share a place with. Thread-safe, without locks.
class UserLimit {
  public:
    UserLimit(Rate rate, SteadyClock clock, std::uint64_t key);

    /// Counts a call of the user. nullopt if the call is accepted; else the time after which the next one will be. A
    /// refused call does not count, so a user who keeps calling does not wait longer.
    std::optional<std::chrono::nanoseconds> take(const UserId& user);

  private:
    static constexpr std::size_t kPlaces = 65'536;  // 512 KiB
    using Places = std::array<std::atomic<std::int64_t>, kPlaces>;

    std::atomic<std::int64_t>& place_of(const UserId& user);

    Rate rate_;
    SteadyClock clock_;
    std::uint64_t key_;
    /// When the next call of an even caller would come, in nanoseconds of the clock since `start_`.
    std::unique_ptr<Places> expected_at_;
    SteadyTime start_;
};

}  // namespace likes::web
