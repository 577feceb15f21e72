#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace likes {

/// A moment in UTC with the precision that the database keeps (DATETIME(6)).
using Time = std::chrono::sys_time<std::chrono::microseconds>;

/// Where "now" comes from. Handed in, so that tests set the time instead of waiting for it. Callable from any thread.
using Clock = std::function<Time()>;

/// The clock of the machine.
Time system_now();

/// RFC 3339 in UTC with whole seconds, as the API answers it: `2025-10-03T10:00:00Z`. Rounds down.
std::string to_rfc3339(Time time);

}  // namespace likes
