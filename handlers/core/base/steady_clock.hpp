#pragma once

#include <chrono>
#include <functional>

namespace likes {

/// A moment by the steady clock, which nobody sets: for waiting, and for how long ago something was.
using SteadyTime = std::chrono::steady_clock::time_point;

/// The source of the steady time: a parameter, so that tests set it instead of waiting. Callable from any thread.
using SteadyClock = std::function<SteadyTime()>;

}  // namespace likes
