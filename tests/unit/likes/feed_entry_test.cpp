#include "likes/feed_entry.hpp"

#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes::feed_entry_test {

using namespace likes::test;

const std::string kId = "00000000000000000000000000000009";
const std::string kEntry = "00000000000000000000000000000007 000000000000000000000000000000ff thumbs_up";

BOOST_AUTO_TEST_SUITE(feed_entry)

BOOST_AUTO_TEST_CASE(an_entry_of_the_outbox_is_one_line_with_its_row_and_cause_before_it_and_read_again) {
    struct Case {
        std::string line;
        Cause cause;
        std::vector<Change> changes;
    };
    const std::vector<Case> cases{
        {kId + " 0 " + kEntry + " +alice,0", Cause::kUsers, {liked("alice")}},
        {kId + " 1 " + kEntry, Cause::kCorrection, {}},
        {kId + " 2 " + kEntry + " --b,0 ++,0", Cause::kErasure, {unliked("-b"), liked("+")}},
        {kId + " 3 " + kEntry + " +auth0|5f,0", Cause::kImport, {liked("auth0|5f")}},
    };
    const MessageReaction target{uuid(255), Reaction::parse("thumbs_up").value()};
    for (const auto& [line, cause, changes] : cases) {
        BOOST_TEST_INFO_SCOPE("line: " << line);
        const FeedEntry entry{uuid(9), cause, {uuid(7), target, changes}};
        BOOST_TEST(format_feed_entry(entry) == line);
        BOOST_TEST(format_feed_entry(uuid(9), cause, format_entry(uuid(7), target, changes)) == line);
        BOOST_TEST((parse_feed_entry(line) == entry));
    }
}

BOOST_AUTO_TEST_CASE(the_moments_of_the_changes_are_kept) {
    const auto entry = parse_feed_entry(kId + " 0 " + kEntry + " +alice,1767323045 -bob,-1");
    BOOST_REQUIRE(entry.entry.changes.size() == 2U);
    BOOST_TEST(entry.entry.changes[0].given_at.time_since_epoch().count() == 1767323045);
    BOOST_TEST(entry.entry.changes[1].given_at.time_since_epoch().count() == -1);
}

BOOST_AUTO_TEST_CASE(a_line_that_we_did_not_write_is_refused) {
    for (const std::string& line : {std::string{},
                                    std::string{" "},
                                    kId,
                                    kId + " 0",
                                    kId + " 0 ",
                                    kEntry,
                                    kId + " " + kEntry,
                                    kId + "  0 " + kEntry,
                                    kId + " 0  " + kEntry,
                                    ' ' + kId + " 0 " + kEntry,
                                    kId + " 4 " + kEntry,
                                    kId + " -1 " + kEntry,
                                    kId + " 256 " + kEntry,
                                    kId + " x " + kEntry,
                                    kId + " 0x " + kEntry,
                                    kId.substr(1) + " 0 " + kEntry,
                                    "g" + kId.substr(1) + " 0 " + kEntry,
                                    kId + " 0 " + kEntry + " +a",
                                    kId + " 0 " + kEntry + " +a,1\n",
                                    kId + " 0 " + kEntry + " +a,1\n" + kId + " 0 " + kEntry}) {
        BOOST_TEST_INFO_SCOPE("line: '" << line << "'");
        BOOST_CHECK_THROW(parse_feed_entry(line), std::runtime_error);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::feed_entry_test
