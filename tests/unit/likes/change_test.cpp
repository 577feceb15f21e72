#include "likes/change.hpp"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"

namespace likes::change_test {

using namespace likes::test;

BOOST_AUTO_TEST_SUITE(changes)

BOOST_AUTO_TEST_CASE(batches_of_changes_are_written_as_one_column_and_read_again_in_order) {
    const auto one = std::string{"#"}.append(uuid(1).to_string());
    const auto two = std::string{"#"}.append(uuid(2).to_string());
    const std::vector<std::pair<std::string, std::vector<ChangeBatch>>> cases{
        {"", {}},
        {one + " +alice", {{uuid(1), {liked("alice")}}}},
        {one + " --a +- +A.b_c~d@e:f-9", {{uuid(1), {unliked("-a"), liked("-"), liked("A.b_c~d@e:f-9")}}}},
        {one + " ++ -- +-+ -a|b +/+/ -= +x+y@z",
         {{uuid(1),
           {liked("+"), unliked("-"), liked("-+"), unliked("a|b"), liked("/+/"), unliked("="), liked("x+y@z")}}}},
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
                                    one + " " + two + " +alice", one + " +alice " + two, one + " +", one + " + alice",
                                    one + " *alice", one + " +alice,-bob", one + " +alice\n", one + " +al'ice",
                                    one + " +#alice", one + " +" + std::string(UserId::kMaxLength + 1, 'x')}) {
        BOOST_TEST_INFO_SCOPE("column: '" << text << "'");
        BOOST_CHECK_THROW(parse_batches(text), std::runtime_error);
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::change_test
