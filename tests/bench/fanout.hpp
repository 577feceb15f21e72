#pragma once

#include <cstddef>

#include "figures.hpp"

namespace likes::bench {

/// Likes, then unlikes, of messages of the stadium on the main instance, one after the other.
struct Fanout {
    /// Who listen over WebSocket. Each like waits until all have heard of the one before.
    std::size_t subscribers;
    std::size_t events;
};

/// `answer_…` until the answer, `last_…` until the last subscriber has heard of it.
Values run(const Fanout& fanout);

}  // namespace likes::bench
