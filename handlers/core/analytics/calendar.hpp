#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "analytics/zone.hpp"
#include "base/time.hpp"

/// The parts of a calendar by which activity is shown. What is counted is kept by the quarter of an hour, so every
/// moment in here is a whole quarter of UTC. All zones' clocks have been so many quarters from UTC since 1972; a
/// boundary of before that is moved on to the next quarter.
namespace likes::analytics {

/// How long the parts are. Hours, days, weeks (which begin on Monday, ISO 8601) and months are those of the zone.
enum class BucketSize { kQuarter, kHour, kDay, kWeek, kMonth };

/// As callers write them.
inline constexpr std::array<std::string_view, 5> kBucketSizes{"quarter", "hour", "day", "week", "month"};

std::string_view code_of(BucketSize size);
std::optional<BucketSize> parse_bucket_size(std::string_view code);

/// From `begin` up to, and without, `end`.
struct Interval {
    std::chrono::sys_seconds begin;
    std::chrono::sys_seconds end;

    bool operator==(const Interval&) const = default;
};

/// The beginning of the quarter that the moment is in, or of the next one unless the moment begins one itself.
std::chrono::sys_seconds floor_to_quarter(Time moment);
std::chrono::sys_seconds ceil_to_quarter(Time moment);

/// What an answer is about.
struct Period {
    /// What was asked for, up to the end of the quarter that is not over yet.
    Interval shown;
    /// As much of the span before: as long as what was asked for, by the clocks of the zone, and as far into it as
    /// `shown` has come. Never before 1970.
    Interval before;

    bool operator==(const Period&) const = default;
};

/// Reads the first and the last moment that a caller names. Each is a date, which is that day in the zone, from its
/// beginning on or up to its end; or a date-time of RFC 3339, which is moved to a whole quarter so that the period
/// becomes longer. nullopt for `to`: up to now. nullopt for `from`: as much before `to` as is mostly wanted, a day of
/// quarters, two days of hours, seven days, twelve weeks or twelve months.
///
/// Throws std::invalid_argument, whose text tells the caller what is wrong: a text that is neither; a moment before
/// 1970; a period that does not begin before it ends, or begins after now; or one of more days than 2 in quarters, 31
/// in hours, 100 in days, 400 in weeks or months.
Period parse_period(std::optional<std::string_view> from, std::optional<std::string_view> to, BucketSize size,
                    const Zone& zone, Time now);

struct Bucket {
    std::chrono::sys_seconds begin;
    std::chrono::sys_seconds end;
    /// It is only a part of what it is in the calendar: the interval begins within it, or it is not over.
    bool is_partial = false;

    bool operator==(const Bucket&) const = default;
};

/// The buckets that the interval consists of, in their order, each beginning where the one before ends. An hour of the
/// clock in which clocks are changed is two.
std::vector<Bucket> buckets_of(const Interval& interval, BucketSize size, const Zone& zone);

}  // namespace likes::analytics
