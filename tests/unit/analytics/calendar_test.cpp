#include "analytics/calendar.hpp"

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::analytics::calendar_test {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_seconds;

Zone zone(const std::string& name) {
    return Zone::find(name).value();
}

sys_seconds at(const std::string& rfc3339) {
    return std::chrono::floor<std::chrono::seconds>(parse_rfc3339(rfc3339).value());
}

Interval between(const std::string& begin, const std::string& end) {
    return {at(begin), at(end)};
}

/// `begin/end` in UTC.
std::string text(const Interval& interval) {
    return to_rfc3339(interval.begin) + '/' + to_rfc3339(interval.end);
}

/// Each bucket as on the clocks of the zone, a `~` behind one that is partial, blanks between.
std::string starts(const Interval& interval, BucketSize size, const Zone& zone) {
    std::string list;
    for (const auto& bucket : buckets_of(interval, size, zone)) {
        list.append(list.empty() ? "" : " ").append(zone.to_rfc3339(bucket.begin)).append(bucket.is_partial ? "~" : "");
    }
    return list;
}

// -- Against Python's zoneinfo ----------------------------------------------------------------------------------------

/// By size: the buckets' starts, in Unix seconds and in RFC 3339.
using Starts = std::map<std::string, std::vector<std::pair<std::int64_t, std::string>>>;

/// What tests/unit/analytics/buckets.py prints.
Starts starts_of_python(const std::string& zone, const Interval& interval) {
    const std::string command = std::string{"python3 "} + LIKES_BUCKETS_OF_PYTHON + ' ' + zone + ' ' +
                                std::to_string(interval.begin.time_since_epoch().count()) + ' ' +
                                std::to_string(interval.end.time_since_epoch().count());
    struct Close {
        void operator()(FILE* pipe) const { BOOST_TEST(pclose(pipe) == 0); }
    };
    // NOLINTNEXTLINE(cert-env33-c): all of the command is in this file.
    const std::unique_ptr<FILE, Close> pipe{popen(command.c_str(), "r")};
    BOOST_REQUIRE(pipe != nullptr);
    std::string output;
    std::array<char, 4096> chunk{};
    while (const auto count = std::fread(chunk.data(), 1, chunk.size(), pipe.get())) output.append(chunk.data(), count);

    Starts starts;
    std::istringstream lines{output};
    std::string size;
    std::int64_t moment = 0;
    std::string local;
    while (lines >> size >> moment >> local) starts[size].emplace_back(moment, local);
    return starts;
}

Starts starts_of_ours(const std::string& name, const Interval& interval) {
    const auto where = zone(name);
    Starts starts;
    for (const auto size : {BucketSize::kHour, BucketSize::kDay, BucketSize::kWeek, BucketSize::kMonth}) {
        for (const auto& bucket : buckets_of(interval, size, where)) {
            starts[std::string{code_of(size)}].emplace_back(bucket.begin.time_since_epoch().count(),
                                                            where.to_rfc3339(bucket.begin));
        }
    }
    return starts;
}

BOOST_AUTO_TEST_SUITE(calendar)

BOOST_AUTO_TEST_CASE(each_bucket_of_a_year_is_where_python_has_it) {
    const auto year = between("2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
    struct Case {
        std::string zone;
        Interval interval;
    };
    for (const auto& [name, interval] :
         {Case{"UTC", year}, Case{"Europe/Berlin", year}, Case{"Asia/Kathmandu", year}, Case{"Pacific/Chatham", year},
          Case{"Australia/Lord_Howe", year}, Case{"America/St_Johns", year},
          // Clocks that change by two hours, at midnight, back to midnight, and back to the evening before.
          Case{"Antarctica/Troll", year}, Case{"Africa/Cairo", year}, Case{"America/Havana", year},
          Case{"America/Sao_Paulo", between("2018-10-25T00:00:00Z", "2019-02-25T00:00:00Z")},
          // Back to the evening before when the day had just begun, and a day that was skipped.
          Case{"America/St_Johns", between("2010-10-25T00:00:00Z", "2010-11-20T00:00:00Z")},
          Case{"Pacific/Apia", between("2011-12-20T00:00:00Z", "2012-01-10T00:00:00Z")}}) {
        BOOST_TEST_CONTEXT(name) {
            const auto expected = starts_of_python(name, interval);
            const auto ours = starts_of_ours(name, interval);
            for (const std::string size : {"hour", "day", "week", "month"}) {
                BOOST_TEST_CONTEXT(size) {
                    const auto& theirs = expected.at(size);
                    BOOST_TEST(theirs.size() > 1U);
                    BOOST_TEST((ours.at(size) == theirs));
                }
            }
        }
    }
}

// -- Buckets ----------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_day_on_which_clocks_change_is_longer_or_shorter) {
    struct Case {
        std::string zone;
        std::string day;
        std::chrono::minutes length;
    };
    for (const auto& [name, day, length] :
         {Case{"Europe/Berlin", "2025-03-30", 23h}, Case{"Europe/Berlin", "2025-10-26", 25h},
          Case{"Europe/Berlin", "2025-10-27", 24h}, Case{"Australia/Lord_Howe", "2025-04-06", 24h + 30min},
          Case{"Australia/Lord_Howe", "2025-10-05", 23h + 30min}, Case{"Pacific/Chatham", "2025-04-06", 25h},
          Case{"Pacific/Chatham", "2025-09-28", 23h}, Case{"Asia/Kathmandu", "2025-03-30", 24h}}) {
        BOOST_TEST_CONTEXT(name << ' ' << day) {
            const auto where = zone(name);
            const auto period = parse_period(day, day, BucketSize::kDay, where, at("2030-01-01T00:00:00Z"));
            BOOST_TEST((period.shown.end - period.shown.begin == length));
            const auto buckets = buckets_of(period.shown, BucketSize::kDay, where);
            BOOST_TEST(buckets.size() == 1U);
            BOOST_TEST(!buckets.front().is_partial);
            BOOST_TEST((buckets_of(period.shown, BucketSize::kQuarter, where).size() ==
                        static_cast<std::size_t>(length / 15min)));
        }
    }
}

BOOST_AUTO_TEST_CASE(an_hour_of_the_clock_begins_and_ends_where_clocks_change) {
    const auto hour = BucketSize::kHour;
    BOOST_TEST(starts(between("2025-10-25T23:00:00Z", "2025-10-26T03:00:00Z"), hour, zone("Europe/Berlin")) ==
               "2025-10-26T01:00:00+02:00 2025-10-26T02:00:00+02:00 2025-10-26T02:00:00+01:00 "
               "2025-10-26T03:00:00+01:00");
    BOOST_TEST(starts(between("2025-03-30T00:00:00Z", "2025-03-30T02:00:00Z"), hour, zone("Europe/Berlin")) ==
               "2025-03-30T01:00:00+01:00 2025-03-30T03:00:00+02:00");
    // By half an hour, at 2:00.
    BOOST_TEST(starts(between("2025-04-05T14:00:00Z", "2025-04-05T16:30:00Z"), hour, zone("Australia/Lord_Howe")) ==
               "2025-04-06T01:00:00+11:00 2025-04-06T01:30:00+10:30 2025-04-06T02:00:00+10:30");
}

BOOST_AUTO_TEST_CASE(a_bucket_that_the_interval_cuts_is_partial) {
    const auto utc = zone("UTC");
    BOOST_TEST(starts(between("2025-10-01T00:00:00Z", "2025-10-03T00:00:00Z"), BucketSize::kDay, utc) ==
               "2025-10-01T00:00:00Z 2025-10-02T00:00:00Z");
    BOOST_TEST(starts(between("2025-10-01T00:15:00Z", "2025-10-03T23:45:00Z"), BucketSize::kDay, utc) ==
               "2025-10-01T00:15:00Z~ 2025-10-02T00:00:00Z 2025-10-03T00:00:00Z~");
    BOOST_TEST(starts(between("2025-10-01T06:00:00Z", "2025-10-01T07:00:00Z"), BucketSize::kMonth, utc) ==
               "2025-10-01T06:00:00Z~");
    BOOST_TEST(starts(between("2025-09-29T00:00:00Z", "2025-10-13T00:00:00Z"), BucketSize::kWeek, utc) ==
               "2025-09-29T00:00:00Z 2025-10-06T00:00:00Z");
    BOOST_TEST(starts(between("2025-10-01T00:00:00Z", "2025-10-01T00:30:00Z"), BucketSize::kQuarter, utc) ==
               "2025-10-01T00:00:00Z 2025-10-01T00:15:00Z");
    BOOST_TEST(buckets_of(between("2025-10-01T00:00:00Z", "2025-10-01T00:00:00Z"), BucketSize::kDay, utc).empty());
}

BOOST_AUTO_TEST_CASE(buckets_follow_one_another_in_every_zone_in_years_with_odd_clocks_too) {
    // Liberia was 44 minutes and 30 seconds behind until 1972.
    for (const std::string name : {"Africa/Monrovia", "Pacific/Apia", "America/St_Johns", "Europe/Dublin"}) {
        for (const auto begin : {sys_seconds{} + days{720}, at("2011-12-01T00:00:00Z")}) {
            const Interval interval{begin, begin + days{60}};
            for (const auto size : {BucketSize::kHour, BucketSize::kDay, BucketSize::kWeek, BucketSize::kMonth}) {
                BOOST_TEST_CONTEXT(name << ' ' << code_of(size)) {
                    auto next = begin;
                    for (const auto& bucket : buckets_of(interval, size, zone(name))) {
                        BOOST_TEST((bucket.begin == next));
                        BOOST_TEST((bucket.end > bucket.begin));
                        BOOST_TEST((bucket.end.time_since_epoch() % 900s == 0s));
                        next = bucket.end;
                    }
                    BOOST_TEST((next == interval.end));
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(sizes_are_known_by_their_names) {
    for (const auto code : kBucketSizes) BOOST_TEST(code_of(parse_bucket_size(code).value()) == code);
    for (const std::string code : {"", "Day", "days", "year", "minute"})
        BOOST_TEST(!parse_bucket_size(code).has_value());
}

// -- Periods ----------------------------------------------------------------------------------------------------------

/// 10:20 in UTC, a Wednesday.
const Time kNow = at("2025-10-15T10:20:30Z");

using Text = std::optional<std::string_view>;

Period period_of(Text from, Text to, BucketSize size = BucketSize::kDay, const std::string& name = "UTC") {
    return parse_period(from, to, size, zone(name), kNow);
}

BOOST_AUTO_TEST_CASE(a_date_is_a_whole_day_of_the_zone_the_last_one_included) {
    BOOST_TEST(text(period_of("2025-10-01", "2025-10-02").shown) == "2025-10-01T00:00:00Z/2025-10-03T00:00:00Z");
    BOOST_TEST(text(period_of("2025-10-01", "2025-10-01", BucketSize::kDay, "Asia/Kathmandu").shown) ==
               "2025-09-30T18:15:00Z/2025-10-01T18:15:00Z");
    BOOST_TEST(text(period_of("2025-03-30", "2025-03-30", BucketSize::kHour, "Europe/Berlin").shown) ==
               "2025-03-29T23:00:00Z/2025-03-30T22:00:00Z");
}

BOOST_AUTO_TEST_CASE(a_date_time_is_that_moment_and_quarters_are_whole) {
    BOOST_TEST(text(period_of("2025-10-01T12:00:00Z", "2025-10-02T12:00:00+02:00").shown) ==
               "2025-10-01T12:00:00Z/2025-10-02T10:00:00Z");
    BOOST_TEST(text(period_of("2025-10-01T12:14:59.9Z", "2025-10-01T12:15:00.000001Z").shown) ==
               "2025-10-01T12:00:00Z/2025-10-01T12:30:00Z");
    BOOST_TEST(text(period_of("2025-10-01T12:15:00Z", "2025-10-02").shown) ==
               "2025-10-01T12:15:00Z/2025-10-03T00:00:00Z");
}

BOOST_AUTO_TEST_CASE(without_an_end_it_is_up_to_now_and_without_a_beginning_what_is_mostly_wanted) {
    const std::map<BucketSize, std::string> expected{{BucketSize::kQuarter, "2025-10-15T00:00:00Z"},
                                                     {BucketSize::kHour, "2025-10-14T00:00:00Z"},
                                                     {BucketSize::kDay, "2025-10-09T00:00:00Z"},
                                                     {BucketSize::kWeek, "2025-07-28T00:00:00Z"},
                                                     {BucketSize::kMonth, "2024-11-01T00:00:00Z"}};
    for (const auto& [size, begin] : expected) {
        BOOST_TEST(text(period_of({}, {}, size).shown) == begin + "/2025-10-15T10:30:00Z");
    }
    BOOST_TEST(text(period_of({}, "2025-10-01").shown) == "2025-09-25T00:00:00Z/2025-10-02T00:00:00Z");
    BOOST_TEST(text(period_of({}, "2025-10-01T12:00:00Z").shown) == "2025-09-25T00:00:00Z/2025-10-01T12:00:00Z");
    BOOST_TEST(text(period_of("2025-10-14", {}).shown) == "2025-10-14T00:00:00Z/2025-10-15T10:30:00Z");
    // It is midnight in Kiribati already.
    BOOST_TEST(text(period_of({}, {}, BucketSize::kQuarter, "Pacific/Kiritimati").shown) ==
               "2025-10-15T10:00:00Z/2025-10-15T10:30:00Z");
}

BOOST_AUTO_TEST_CASE(what_is_to_come_is_not_shown_and_not_compared) {
    // Of this week, Monday and Tuesday and what there was of Wednesday; of the week before as much.
    const auto week = period_of("2025-10-13", "2025-10-19");
    BOOST_TEST(text(week.shown) == "2025-10-13T00:00:00Z/2025-10-15T10:30:00Z");
    BOOST_TEST(text(week.before) == "2025-10-06T00:00:00Z/2025-10-08T10:30:00Z");
    // Of what is over, all.
    const auto before = period_of("2025-10-06", "2025-10-12");
    BOOST_TEST(text(before.shown) == "2025-10-06T00:00:00Z/2025-10-13T00:00:00Z");
    BOOST_TEST(text(before.before) == "2025-09-29T00:00:00Z/2025-10-06T00:00:00Z");
}

BOOST_AUTO_TEST_CASE(the_span_before_is_as_long_by_the_clocks_of_the_zone) {
    // The week in which clocks are set back has an hour more.
    const auto now = at("2026-01-01T00:00:00Z");
    const auto berlin = zone("Europe/Berlin");
    const auto week = parse_period("2025-10-20", "2025-10-26", BucketSize::kDay, berlin, now);
    BOOST_TEST(text(week.shown) == "2025-10-19T22:00:00Z/2025-10-26T23:00:00Z");
    BOOST_TEST(text(week.before) == "2025-10-12T22:00:00Z/2025-10-19T22:00:00Z");
    const auto next = parse_period("2025-10-27", "2025-11-02", BucketSize::kDay, berlin, now);
    BOOST_TEST(text(next.before) == "2025-10-19T22:00:00Z/2025-10-26T23:00:00Z");
    // Never before 1970.
    const auto first = parse_period("1970-01-01", "1970-01-02", BucketSize::kDay, zone("UTC"), now);
    BOOST_TEST(text(first.before) == "1970-01-01T00:00:00Z/1970-01-01T00:00:00Z");
}

std::string problem_of(Text from, Text to, BucketSize size = BucketSize::kDay, const std::string& name = "UTC") {
    try {
        period_of(from, to, size, name);
        return {};
    } catch (const std::invalid_argument& fault) {
        return fault.what();
    }
}

BOOST_AUTO_TEST_CASE(a_period_may_have_so_many_days_and_no_more) {
    struct Case {
        BucketSize size;
        std::string last;
        std::string too_late;
        std::string days;
    };
    for (const auto& [size, last, too_late, days] : {Case{BucketSize::kQuarter, "2024-01-02", "2024-01-03", "2"},
                                                     Case{BucketSize::kHour, "2024-01-31", "2024-02-01", "31"},
                                                     Case{BucketSize::kDay, "2024-04-09", "2024-04-10", "100"},
                                                     Case{BucketSize::kWeek, "2025-02-03", "2025-02-04", "400"},
                                                     Case{BucketSize::kMonth, "2025-02-03", "2025-02-04", "400"}}) {
        for (const std::string name : {"UTC", "Europe/Berlin", "Pacific/Chatham", "Antarctica/Troll"}) {
            BOOST_TEST_CONTEXT(code_of(size) << ", " << name) {
                BOOST_TEST(problem_of("2024-01-01", last, size, name).empty());
                BOOST_TEST(problem_of("2024-01-01", too_late, size, name) ==
                           "With buckets of a " + std::string{code_of(size)} + " the period must not be longer than " +
                               days + " days.");
            }
        }
    }
    // Whole days of the clock, whatever they have of hours.
    BOOST_TEST(problem_of("2024-10-27", "2024-10-28", BucketSize::kQuarter, "Europe/Berlin").empty());
}

BOOST_AUTO_TEST_CASE(what_is_no_period_is_refused_with_the_reason) {
    const std::string no_moment =
        " must be a date, such as 2025-10-03, or a date-time of RFC 3339, such as 2025-10-03T10:00:00Z.";
    for (const std::string none :
         {"", "yesterday", "2025-10", "2025-13-01", "2025-02-29", "20251003", "2025-10-03T10:00", "2025-10-03T10:00:00",
          "2025-10-03 ", "1759485600", "2025-10-03T10:00:00ZZ"}) {
        BOOST_TEST(problem_of(none, {}) == "The parameter 'from'" + no_moment);
        BOOST_TEST(problem_of({}, none) == "The parameter 'to'" + no_moment);
    }
    BOOST_TEST(problem_of("2025-10-03", "2025-10-02") == "The parameter 'from' must be before 'to'.");
    BOOST_TEST(problem_of("2025-10-03T10:00:00Z", "2025-10-03T10:00:00Z") ==
               "The parameter 'from' must be before 'to'.");
    BOOST_TEST(problem_of("2025-10-16", {}) == "The parameter 'from' must be before 'to'.");
    BOOST_TEST(problem_of("2025-10-16", "2025-10-17") == "The parameter 'from' must not be in the future.");
    BOOST_TEST(problem_of("2025-10-15T10:30:00Z", {}) == "The parameter 'from' must not be in the future.");
    BOOST_TEST(problem_of("2025-10-15T10:29:59Z", {}).empty());
    BOOST_TEST(problem_of("1969-12-31", {}, BucketSize::kMonth) == "Nothing is counted before 1970.");
    BOOST_TEST(problem_of({}, "1969-12-30") == "Nothing is counted before 1970.");
    BOOST_TEST(problem_of("0000-01-01", "9999-12-31") == "Nothing is counted before 1970.");
    BOOST_TEST(problem_of({}, "9999-12-31", BucketSize::kMonth) == "The parameter 'from' must not be in the future.");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::analytics::calendar_test
