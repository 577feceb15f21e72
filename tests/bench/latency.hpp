#pragma once

#include <chrono>
#include <cstddef>

#include "figures.hpp"

namespace likes::bench {

/// Who listens over WebSocket, on the main instance.
enum class Listeners {
    kNobody,
    kAMember,  ///< A member of each chat, to its events.
    kAuthors,  ///< The authors of the messages (authors.sql), each to their notices.
};

/// Likes at the times of a schedule, whatever becomes of those before (open loop).
struct Latency {
    int http_port;
    Listeners listeners;
    /// The likes go round so many chats.
    std::size_t chats;
    std::size_t likes_per_second;
    std::chrono::seconds duration;
};

/// From when a like is due: `answer_…` until its answer, and, if somebody listens, `p50_ms` and `p99_ms` until its
/// event. Then `events` that were heard, likes that stayed `unheard`, and `errors`.
Values run(const Latency& latency);

}  // namespace likes::bench
