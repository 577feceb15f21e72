#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace likes {

/// A moment in UTC with the precision that the database keeps (DATETIME(6)).
using Time = std::chrono::sys_time<std::chrono::microseconds>;

/// The source of the current time: a parameter, so that tests set the time instead of waiting for it. Callable from any
/// thread.
using Clock = std::function<Time()>;

/// The clock of the machine.
Time system_now();

std::int64_t microseconds_since_1970(Time time);

/// RFC 3339 in UTC with whole seconds, as in the API's answers: `2025-10-03T10:00:00Z`. Rounds down.
std::string to_rfc3339(Time time);

/// As the database writes and reads a DATETIME(6), in UTC: `2025-10-03 10:00:00.250000`. Without quotes, which an SQL
/// literal needs. A year that is not of four digits is written as it is; the database refuses it.
std::string to_sql(Time time);

/// Reads a date-time of RFC 3339, section 5.6, with any offset: `2025-10-03T12:00:00.25+02:00`. Digits beyond the
/// microsecond are cut off. nullopt for anything else, leap seconds included.
std::optional<Time> parse_rfc3339(std::string_view text);

}  // namespace likes
