#include "analytics/zone.hpp"

#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

#include "base/time.hpp"

namespace likes::analytics::zone_test {

using std::chrono::sys_days;
using std::chrono::sys_seconds;

sys_seconds at(const std::string& rfc3339) {
    return std::chrono::floor<std::chrono::seconds>(parse_rfc3339(rfc3339).value());
}

sys_days day(const std::string& date) {
    return std::chrono::floor<std::chrono::days>(at(date + "T00:00:00Z"));
}

BOOST_AUTO_TEST_SUITE(zone)

BOOST_AUTO_TEST_CASE(a_zone_is_found_by_its_name_and_by_nothing_else) {
    for (const std::string name :
         {"UTC", "Europe/Berlin", "America/Argentina/ComodRivadavia", "Etc/GMT+5", "US/Eastern"})
        BOOST_TEST(Zone::find(name).value().name() == name);
    for (const std::string name :
         {"", " ", "europe/berlin", "Europe/Berlin ", "Berlin", "+02:00", "localtime", "posixrules", "leapseconds",
          "../zoneinfo/UTC", "/usr/share/zoneinfo/UTC", "./UTC", "UTC/", "right/UTC", "tzdata.zi", "Europe"})
        BOOST_TEST(!Zone::find(name).has_value(), name);
    BOOST_TEST(!Zone::find(std::string("UTC\0", 4)).has_value());
    BOOST_TEST(!Zone::find(std::string(10'000, 'a')).has_value());
}

BOOST_AUTO_TEST_CASE(a_day_begins_at_the_first_moment_that_clocks_show_it) {
    const auto begin = [](const std::string& name, const std::string& date) {
        return to_rfc3339(Zone::find(name).value().begin_of(day(date)));
    };
    BOOST_TEST(begin("Europe/Berlin", "2025-10-03") == "2025-10-02T22:00:00Z");
    // Midnight comes twice, and not at all.
    BOOST_TEST(begin("America/Havana", "2025-11-02") == "2025-11-02T04:00:00Z");
    BOOST_TEST(begin("Africa/Cairo", "2025-04-25") == "2025-04-24T22:00:00Z");
    // There was no 30 December.
    BOOST_TEST(begin("Pacific/Apia", "2011-12-30") == begin("Pacific/Apia", "2011-12-31"));
}

BOOST_AUTO_TEST_CASE(a_moment_is_written_with_its_distance_from_utc) {
    const auto text = [](const std::string& name) {
        return Zone::find(name).value().to_rfc3339(at("2025-10-03T10:00:00Z"));
    };
    BOOST_TEST(text("UTC") == "2025-10-03T10:00:00Z");
    BOOST_TEST(text("Africa/Abidjan") == "2025-10-03T10:00:00Z");
    BOOST_TEST(text("Europe/Berlin") == "2025-10-03T12:00:00+02:00");
    BOOST_TEST(text("America/St_Johns") == "2025-10-03T07:30:00-02:30");
    BOOST_TEST(text("Pacific/Chatham") == "2025-10-03T23:45:00+13:45");
    BOOST_TEST(text("Pacific/Kiritimati") == "2025-10-04T00:00:00+14:00");
    for (const std::string name : {"Europe/Berlin", "America/St_Johns", "Pacific/Chatham"})
        BOOST_TEST((at(text(name)) == at("2025-10-03T10:00:00Z")));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::analytics::zone_test
