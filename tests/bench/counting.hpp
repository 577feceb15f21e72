#pragma once

#include <chrono>
#include <cstddef>

#include "figures.hpp"

namespace likes::bench {

/// Likes on the main instance at the times of a schedule, whatever becomes of those before (open loop), and how the
/// deployment's numbers follow.
struct Counting {
    std::size_t likes_per_second;
    std::chrono::seconds duration;
    /// Where in the walk it begins.
    std::size_t place;
};

/// `answer_…` from when a like is due to its answer; `p50_ms` and `p99_ms` from its answer until it is counted, both
/// within 20 ms, as often as is looked. The numbers do not say whose likes they are: the first like that is counted is
/// taken for the first that was answered, and so on. Then likes that stayed `uncounted`, and `errors`.
Calls run(const Counting& counting);

}  // namespace likes::bench
