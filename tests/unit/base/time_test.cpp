#include "base/time.hpp"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes {
namespace {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(time_of_the_api)

BOOST_AUTO_TEST_CASE(a_time_is_written_in_utc_with_whole_seconds) {
    struct Case {
        Time time;
        std::string text;
    };
    const std::vector<Case> cases{
        {Time{}, "1970-01-01T00:00:00Z"},
        {Time{1'759'485'600s}, "2025-10-03T10:00:00Z"},
        {Time{1'709'164'800s}, "2024-02-29T00:00:00Z"},
        {Time{1'735'689'599s}, "2024-12-31T23:59:59Z"},
        {Time{4'107'542'400s}, "2100-03-01T00:00:00Z"},
        {Time{253'402'300'799s}, "9999-12-31T23:59:59Z"},
        {Time{-62'167'219'200s}, "0000-01-01T00:00:00Z"},
    };
    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT("expected: " << each.text) {
            BOOST_TEST(to_rfc3339(each.time) == each.text);
        }
    }
}

BOOST_AUTO_TEST_CASE(fractions_of_a_second_are_rounded_down) {
    BOOST_TEST(to_rfc3339(Time{1'759'485'600s + 1us}) == "2025-10-03T10:00:00Z");
    BOOST_TEST(to_rfc3339(Time{1'759'485'600s + 999'999us}) == "2025-10-03T10:00:00Z");
    BOOST_TEST(to_rfc3339(Time{253'402'300'799s + 999'999us}) == "9999-12-31T23:59:59Z");
}

BOOST_AUTO_TEST_CASE(before_1970_down_is_still_towards_the_past) {
    BOOST_TEST(to_rfc3339(Time{-1us}) == "1969-12-31T23:59:59Z");
    BOOST_TEST(to_rfc3339(Time{-1s}) == "1969-12-31T23:59:59Z");
    BOOST_TEST(to_rfc3339(Time{-1s - 1us}) == "1969-12-31T23:59:58Z");
    BOOST_TEST(to_rfc3339(Time{-24h}) == "1969-12-31T00:00:00Z");
}

BOOST_AUTO_TEST_CASE(a_time_is_read_with_its_fraction_and_its_offset) {
    struct Case {
        std::string text;
        Time time;
    };
    const std::vector<Case> cases{
        {"1970-01-01T00:00:00Z", Time{}},
        {"2025-10-03T10:00:00Z", Time{1'759'485'600s}},
        {"2025-10-03t10:00:00z", Time{1'759'485'600s}},
        {"2025-10-03 10:00:00Z", Time{1'759'485'600s}},
        {"2025-10-03T12:30:00+02:30", Time{1'759'485'600s}},
        {"2025-10-02T23:00:00-11:00", Time{1'759'485'600s}},
        {"2025-10-03T10:00:00.5Z", Time{1'759'485'600s + 500ms}},
        {"2025-10-03T10:00:00.123456Z", Time{1'759'485'600s + 123'456us}},
        {"2025-10-03T10:00:00.1234569+00:00", Time{1'759'485'600s + 123'456us}},
        {"2024-02-29T00:00:00Z", Time{1'709'164'800s}},
        {"1969-12-31T23:59:59.999999Z", Time{-1us}},
        {"9999-12-31T23:59:59Z", Time{253'402'300'799s}},
    };
    for (const auto& each : cases) {
        BOOST_TEST_CONTEXT("text: " << each.text) {
            const auto time = parse_rfc3339(each.text);
            BOOST_REQUIRE(time.has_value());
            BOOST_TEST(time->time_since_epoch().count() == each.time.time_since_epoch().count());
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_time_of_rfc_3339_is_not_read) {
    for (const std::string text : {
             "",
             "now",
             "1759485600",
             "2025-10-03",
             "2025-10-03T10:00Z",
             "2025-10-03T10:00:00",
             "2025-10-03T10:00:00 Z",
             "2025-10-03T10:00:00Z ",
             " 2025-10-03T10:00:00Z",
             "2025-10-03T10:00:00.Z",
             "2025-10-03T10:00:00,5Z",
             "2025-10-03T24:00:00Z",
             "2025-10-03T10:60:00Z",
             "2025-10-03T10:00:60Z",
             "2025-13-01T10:00:00Z",
             "2025-00-01T10:00:00Z",
             "2025-02-29T10:00:00Z",
             "2025-04-31T10:00:00Z",
             "25-10-03T10:00:00Z",
             "+2025-10-03T10:00:00Z",
             "2025-1-03T10:00:00Z",
             "2025-10-03T10:00:00+2:00",
             "2025-10-03T10:00:00+02",
             "2025-10-03T10:00:00+0200",
             "2025-10-03T10:00:00+24:00",
             "2025-10-03T10:00:00+02:00Z",
         }) {
        BOOST_TEST_CONTEXT("text: '" << text << "'") {
            BOOST_TEST(!parse_rfc3339(text).has_value());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes
