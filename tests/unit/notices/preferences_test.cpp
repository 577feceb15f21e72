#include "notices/preferences.hpp"

#include <boost/test/unit_test.hpp>

namespace likes::notices::preferences_test {

BOOST_AUTO_TEST_SUITE(preferences)

BOOST_AUTO_TEST_CASE(what_is_wanted_is_written_and_read) {
    for (const auto tell : {Tell::kAll, Tell::kDaily, Tell::kFirst, Tell::kMilestones, Tell::kOff}) {
        BOOST_TEST((parse_tell(code_of(tell)) == tell));
    }
    BOOST_TEST(code_of(Tell::kAll) == "all");
    BOOST_TEST(code_of(Tell::kDaily) == "daily");
    BOOST_TEST(code_of(Tell::kFirst) == "first");
    BOOST_TEST(code_of(Tell::kMilestones) == "milestones");
    BOOST_TEST(code_of(Tell::kOff) == "off");
    for (const auto preview : {Preview::kNone, Preview::kNames, Preview::kFull}) {
        BOOST_TEST((parse_preview(code_of(preview)) == preview));
    }
    BOOST_TEST(code_of(Preview::kNames) == "names");
    for (const auto digest : {Digest::kOff, Digest::kDaily, Digest::kWeekly}) {
        BOOST_TEST((parse_digest(code_of(digest)) == digest));
    }
    BOOST_TEST(code_of(Digest::kWeekly) == "weekly");
}

BOOST_AUTO_TEST_CASE(nothing_else_is_read) {
    for (const auto* const text : {"", "All", "off ", "none", "all,off"}) BOOST_TEST(!parse_tell(text).has_value());
    for (const auto* const text : {"", "Names", "all", "full "}) BOOST_TEST(!parse_preview(text).has_value());
    for (const auto* const text : {"", "Daily", "monthly", "on"}) BOOST_TEST(!parse_digest(text).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::notices::preferences_test
