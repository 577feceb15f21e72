#include "base/time.hpp"

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::time_test {

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(time_of_the_api)

BOOST_AUTO_TEST_CASE(a_time_is_written_in_utc_with_seconds_rounded_towards_the_past) {
    const std::vector<std::pair<Time, std::string>> cases{
        {Time{}, "1970-01-01T00:00:00Z"},
        {Time{1'759'485'600s}, "2025-10-03T10:00:00Z"},
        {Time{1'709'164'800s}, "2024-02-29T00:00:00Z"},
        {Time{1'735'689'599s}, "2024-12-31T23:59:59Z"},
        {Time{4'107'542'400s}, "2100-03-01T00:00:00Z"},
        {Time{253'402'300'799s}, "9999-12-31T23:59:59Z"},
        {Time{-62'167'219'200s}, "0000-01-01T00:00:00Z"},
        {Time{1'759'485'600s + 1us}, "2025-10-03T10:00:00Z"},
        {Time{1'759'485'600s + 999'999us}, "2025-10-03T10:00:00Z"},
        {Time{253'402'300'799s + 999'999us}, "9999-12-31T23:59:59Z"},
        {Time{-1us}, "1969-12-31T23:59:59Z"},
        {Time{-1s}, "1969-12-31T23:59:59Z"},
        {Time{-1s - 1us}, "1969-12-31T23:59:58Z"},
        {Time{253'402'300'800s}, "10000-01-01T00:00:00Z"},
        {Time{-62'167'219'201s}, "-1-12-31T23:59:59Z"},
    };
    for (const auto& [moment, text] : cases) BOOST_TEST(to_rfc3339(moment) == text);
}

BOOST_AUTO_TEST_CASE(a_time_is_written_for_the_database_with_all_its_microseconds) {
    const std::vector<std::pair<Time, std::string>> cases{
        {Time{}, "1970-01-01 00:00:00.000000"},
        {Time{1us}, "1970-01-01 00:00:00.000001"},
        {Time{1'759'485'600s + 250ms}, "2025-10-03 10:00:00.250000"},
        {Time{1'709'164'800s + 123'456us}, "2024-02-29 00:00:00.123456"},
        {Time{1'735'689'599s + 999'999us}, "2024-12-31 23:59:59.999999"},
        {Time{4'107'542'400s - 1us}, "2100-02-28 23:59:59.999999"},
        {Time{951'825'599s}, "2000-02-29 11:59:59.000000"},
        {Time{253'402'300'799s + 999'999us}, "9999-12-31 23:59:59.999999"},
        {Time{-62'167'219'200s}, "0000-01-01 00:00:00.000000"},
        {Time{-1us}, "1969-12-31 23:59:59.999999"},
        {Time{-1s - 1us}, "1969-12-31 23:59:58.999999"},
        {Time{-2'208'988'800s + 10us}, "1900-01-01 00:00:00.000010"},
        {Time{253'402'300'800s}, "10000-01-01 00:00:00.000000"},
    };
    for (const auto& [moment, text] : cases) BOOST_TEST(to_sql(moment) == text);
}

BOOST_AUTO_TEST_CASE(each_day_of_four_centuries_is_written_as_it_is_read) {
    for (Time moment{-5'364'662'400s}; moment < Time{7'258'118'400s}; moment += 24h + 1h + 1min + 1s) {
        const auto text = to_rfc3339(moment);
        BOOST_TEST_INFO_SCOPE("text: " << text);
        BOOST_REQUIRE(parse_rfc3339(text) == moment);
        const auto literal = to_sql(moment + 7us);
        BOOST_REQUIRE(parse_rfc3339(literal + "Z") == moment + 7us);
    }
}

BOOST_AUTO_TEST_CASE(a_time_is_read_with_its_fraction_and_its_offset) {
    const std::vector<std::pair<std::string, Time>> cases{
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
    for (const auto& [text, moment] : cases) {
        BOOST_TEST_INFO_SCOPE("text: " << text);
        const auto read = parse_rfc3339(text);
        BOOST_REQUIRE(read.has_value());
        BOOST_TEST(read->time_since_epoch().count() == moment.time_since_epoch().count());
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_time_of_rfc_3339_is_not_read) {
    const std::string day = "2025-10-03";
    for (const std::string& text :
         {std::string{}, std::string{"now"}, std::string{"1759485600"}, day, day + "T10:00Z", day + "T10:00:00",
          day + "T10:00:00 Z", day + "T10:00:00Z ", " " + day + "T10:00:00Z", day + "T10:00:00.Z", day + "T10:00:00,5Z",
          day + "T24:00:00Z", day + "T10:60:00Z", day + "T10:00:60Z", day + "T10:00:00+2:00", day + "T10:00:00+02",
          day + "T10:00:00+0200", day + "T10:00:00+24:00", day + "T10:00:00+02:00Z"})
        BOOST_TEST(!parse_rfc3339(text).has_value(), "text: '" << text << "'");
    for (const std::string wrong_day :
         {"2025-13-01", "2025-00-01", "2025-02-29", "2025-04-31", "25-10-03", "+2025-10-03", "2025-1-03"})
        BOOST_TEST(!parse_rfc3339(wrong_day + "T10:00:00Z").has_value(), "day: '" << wrong_day << "'");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::time_test
