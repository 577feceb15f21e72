#pragma once

#include <chrono>
#include <cstddef>

#include "figures.hpp"

namespace likes::bench {

/// Likes on the main instance at the times of a schedule, whatever becomes of those before (open loop).
struct Latency {
    /// Each listens over WebSocket to a chat of its own, and the likes go round these chats.
    std::size_t subscribers;
    std::size_t likes_per_second;
    std::chrono::seconds duration;
};

/// From when a like is due: `answer_…` until its answer, `p50_ms` and `p99_ms` until its event. Then `events` that were
/// heard, likes that stayed `unheard`, and `errors`.
Values run(const Latency& latency);

}  // namespace likes::bench
