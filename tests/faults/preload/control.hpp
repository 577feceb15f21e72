#pragma once

#include <array>
#include <atomic>
#include <cstdint>

/// What a test and a process that has the library of fault.cpp in it share: a file that both have mapped, so that a
/// fault begins and ends at once, in all processes of a service, and the test sees whom it has met. All zeros is no
/// fault.
namespace likes::test::preload {

inline constexpr const char* kFileVariable = "LIKES_TEST_FAULT_FILE";

/// Kinds of calls, to be combined.
inline constexpr std::uint32_t kWrites = 1;
inline constexpr std::uint32_t kFlushes = 2;

enum Action : std::uint32_t {
    kNothing,
    kStall,  ///< The call waits as long as this is so, and is then made.
    kFail,   ///< The call is not made.
};

struct Control {
    /// Written last: the fields that follow are read only while there is something to do.
    std::atomic<std::uint32_t> action;
    std::atomic<std::uint32_t> calls;
    /// What errno is for a call that fails.
    std::atomic<std::int32_t> error;
    /// Only for files whose path has this in it; with a zero at its end.
    std::array<char, 64> path;

    /// Calls that wait now, and those that were met since the beginning.
    std::atomic<std::uint32_t> waiting;
    std::atomic<std::uint32_t> met;

    /// What the wall clock is ahead of the machine's; negative if behind.
    std::atomic<std::int64_t> clock_ahead_nanoseconds;
};

static_assert(std::atomic<std::int64_t>::is_always_lock_free && std::atomic<std::uint32_t>::is_always_lock_free);

}  // namespace likes::test::preload
