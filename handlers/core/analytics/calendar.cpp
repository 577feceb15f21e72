#include "analytics/calendar.hpp"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace likes::analytics {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::months;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year_month_day;

using Quarters = std::chrono::duration<std::int64_t, std::ratio<900>>;

constexpr std::array<days, kBucketSizes.size()> kLongest{days{2}, days{31}, days{100}, days{400}, days{400}};
/// By which so many local days may be longer: clocks are set back by at most two hours (Antarctica/Troll).
constexpr std::chrono::hours kClockChange{2};

std::size_t index_of(BucketSize size) {
    return static_cast<std::size_t>(size);
}

/// The first day of the calendar's part of that size that the day is in. REQUIRES: days, weeks or months.
sys_days first_day(sys_days day, BucketSize size) {
    if (size == BucketSize::kWeek) return day - (std::chrono::weekday{day} - std::chrono::Monday);
    if (size == BucketSize::kMonth) {
        const year_month_day date{day};
        return date.year() / date.month() / 1;
    }
    return day;
}

/// The first day of the part `count` parts after the one that begins with this day.
sys_days after(sys_days first, BucketSize size, int count) {
    if (size == BucketSize::kMonth) return year_month_day{first} + months{count};
    return first + days{size == BucketSize::kWeek ? 7 : 1} * count;
}

/// The calendar's part that the moment, a whole quarter, is in.
Interval whole_bucket_at(sys_seconds moment, BucketSize size, const Zone& zone) {
    if (size == BucketSize::kQuarter) return {moment, moment + Quarters{1}};
    if (size == BucketSize::kHour) {
        const auto hour = zone.hour_at(moment);
        return {ceil_to_quarter(hour.begin), ceil_to_quarter(hour.end)};
    }
    sys_days first = first_day(zone.day_at(moment), size);
    Interval whole{ceil_to_quarter(zone.begin_of(first)), {}};
    for (;;) {
        first = after(first, size, 1);
        whole.end = ceil_to_quarter(zone.begin_of(first));
        // Not where clocks that were set back show the evening before once more, nor for a day that was skipped.
        if (whole.end > moment) return whole;
        whole.begin = whole.end;
    }
}

/// The day of an RFC 3339 date, `2025-10-03`; nullopt for another text.
std::optional<sys_days> parse_date(std::string_view text) {
    constexpr std::size_t kLength = 10;
    if (text.size() != kLength) return std::nullopt;
    const auto midnight = parse_rfc3339(std::string{text} + "T00:00:00Z");
    if (!midnight) return std::nullopt;
    return std::chrono::floor<days>(*midnight);
}

[[noreturn]] void refuse(const std::string& what) {
    throw std::invalid_argument{what};
}

Time parse_date_time(std::string_view name, std::string_view text) {
    const auto moment = parse_rfc3339(text);
    if (!moment) {
        refuse("The parameter '" + std::string{name} +
               "' must be a date, such as 2025-10-03, or a date-time of RFC 3339, such as 2025-10-03T10:00:00Z.");
    }
    return *moment;
}

sys_seconds parse_from(std::string_view text, const Zone& zone) {
    if (const auto day = parse_date(text)) return ceil_to_quarter(zone.begin_of(*day));
    return floor_to_quarter(parse_date_time("from", text));
}

sys_seconds parse_to(std::string_view text, const Zone& zone) {
    if (const auto day = parse_date(text)) return ceil_to_quarter(zone.begin_of(*day + days{1}));
    return ceil_to_quarter(parse_date_time("to", text));
}

/// Where a period begins of which only the end is known.
sys_seconds usual_begin(sys_seconds end, BucketSize size, const Zone& zone) {
    constexpr std::array<int, kBucketSizes.size()> kUsual{1, 2, 7, 12, 12};
    const auto last = zone.day_at(end - std::chrono::seconds{1});
    return ceil_to_quarter(zone.begin_of(after(first_day(last, size), size, 1 - kUsual.at(index_of(size)))));
}

}  // namespace

sys_seconds floor_to_quarter(Time moment) {
    return std::chrono::floor<Quarters>(moment);
}

sys_seconds ceil_to_quarter(Time moment) {
    return std::chrono::ceil<Quarters>(moment);
}

std::string_view code_of(BucketSize size) {
    return kBucketSizes.at(index_of(size));
}

std::optional<BucketSize> parse_bucket_size(std::string_view code) {
    const auto* const found = std::find(kBucketSizes.begin(), kBucketSizes.end(), code);
    if (found == kBucketSizes.end()) return std::nullopt;
    return static_cast<BucketSize>(found - kBucketSizes.begin());
}

Period parse_period(std::optional<std::string_view> from, std::optional<std::string_view> to, BucketSize size,
                    const Zone& zone, Time now) {
    const sys_seconds current = floor_to_quarter(now);
    Interval asked{};
    asked.end = to ? parse_to(*to, zone) : ceil_to_quarter(zone.begin_of(zone.day_at(current) + days{1}));
    asked.begin = from ? parse_from(*from, zone) : usual_begin(asked.end, size, zone);
    if (asked.begin < sys_seconds{} || asked.end < sys_seconds{}) refuse("Nothing is counted before 1970.");
    if (asked.begin >= asked.end) refuse("The parameter 'from' must be before 'to'.");
    if (asked.begin > current) refuse("The parameter 'from' must not be in the future.");
    const auto longest = kLongest.at(index_of(size));
    if (asked.end - asked.begin > longest + kClockChange) {
        refuse("With buckets of a " + std::string{code_of(size)} + " the period must not be longer than " +
               std::to_string(longest.count()) + " days.");
    }

    Period period{asked, {{}, asked.begin}};
    const auto length = zone.local_at(asked.end) - zone.local_at(asked.begin);
    const auto moved_back = [&](sys_seconds moment) {
        return std::clamp(ceil_to_quarter(zone.moment_of(zone.local_at(moment) - length)), sys_seconds{}, asked.begin);
    };
    period.before.begin = moved_back(asked.begin);
    if (current + Quarters{1} < asked.end) {
        period.shown.end = current + Quarters{1};
        period.before.end = moved_back(period.shown.end);
    }
    return period;
}

std::vector<Bucket> buckets_of(const Interval& interval, BucketSize size, const Zone& zone) {
    std::vector<Bucket> buckets;
    for (sys_seconds begin = interval.begin; begin < interval.end;) {
        const auto whole = whole_bucket_at(begin, size, zone);
        const auto end = std::min(whole.end, interval.end);
        buckets.push_back({begin, end, whole.begin < begin || end < whole.end});
        begin = end;
    }
    return buckets;
}

}  // namespace likes::analytics
