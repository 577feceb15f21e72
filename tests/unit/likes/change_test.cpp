#include "likes/change.hpp"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes {
namespace {

using namespace likes::test;

BOOST_AUTO_TEST_SUITE(changes)

BOOST_AUTO_TEST_CASE(changes_are_written_as_one_column_and_read_again_in_order) {
    const std::vector<std::pair<std::string, std::vector<Change>>> cases{
        {"", {}},
        {"+alice", {liked("alice")}},
        {"-alice", {unliked("alice")}},
        {"+alice -bob +alice", {liked("alice"), unliked("bob"), liked("alice")}},
        {"--a +-", {unliked("-a"), liked("-")}},
        {"+A.b_c~d@e:f-9", {liked("A.b_c~d@e:f-9")}},
    };
    for (const auto& [text, changes] : cases) {
        BOOST_TEST_INFO_SCOPE("column: " << text);
        BOOST_TEST(format_changes(changes) == text);
        BOOST_TEST((parse_changes(text) == changes));
    }
}

BOOST_AUTO_TEST_CASE(a_column_that_we_did_not_write_is_refused) {
    for (const std::string text : {" ", "alice", "+", "-", "+ alice", "+alice ", " +alice", "+alice  -bob", "*alice",
                                   "+alice,-bob", "+alice\n", "+al'ice", "++alice", "+alice bob", "+alice -"}) {
        BOOST_TEST_INFO_SCOPE("column: '" << text << "'");
        BOOST_CHECK_THROW(parse_changes(text), std::runtime_error);
    }
    BOOST_CHECK_THROW(parse_changes("+" + std::string(65, 'x')), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(batches_of_changes_are_written_as_one_column_and_read_again_in_order) {
    const auto one = std::string{"#"}.append(uuid(1).to_string());
    const auto two = std::string{"#"}.append(uuid(2).to_string());
    const std::vector<std::pair<std::string, std::vector<ChangeBatch>>> cases{
        {"", {}},
        {one + " +alice", {{uuid(1), {liked("alice")}}}},
        {one + " +alice -bob " + two + " -alice",
         {{uuid(1), {liked("alice"), unliked("bob")}}, {uuid(2), {unliked("alice")}}}},
    };
    for (const auto& [text, batches] : cases) {
        BOOST_TEST_INFO_SCOPE("column: " << text);
        BOOST_TEST(format_batches(batches) == text);
        BOOST_TEST((parse_batches(text) == batches));
    }
    for (const std::string& text : {std::string{" "}, std::string{"+alice"}, std::string{"#"}, std::string{"#1 +alice"},
                                    one + " ", one + " alice", one + "  +alice", one + " +alice " + "#", one,
                                    one + " " + two + " +alice", one + " +alice " + two}) {
        BOOST_TEST_INFO_SCOPE("column: '" << text << "'");
        BOOST_CHECK_THROW(parse_batches(text), std::runtime_error);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes
