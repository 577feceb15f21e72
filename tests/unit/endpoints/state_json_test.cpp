#include "endpoints/state_json.hpp"

#include <limits>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/endpoints/build.hpp"
#include "unit/likes/build.hpp"
#include "unit/web/same_json.hpp"

namespace likes::endpoints::state_json_test {

using namespace likes::test;
using test::kLikedAt;
using test::kMessage;

BOOST_AUTO_TEST_SUITE(state_json)

BOOST_AUTO_TEST_CASE(large_numbers_are_whole_and_a_cut_list_says_so) {
    const Snapshot largest{std::numeric_limits<std::uint32_t>::max(), std::numeric_limits<std::uint64_t>::max(),
                           kLikedAt, users({"user1"}), true};
    const auto json = like_state_json(uuid(kMessage), {ChangeResult::kLiked, {largest, true}});
    BOOST_TEST(json.find(R"("likes_count":4294967295,)") != std::string::npos);
    BOOST_TEST(json.find(R"("version":18446744073709551615,)") != std::string::npos);
    BOOST_TEST(json.find(R"("liked_by_truncated":true,)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_answer_lists_at_most_32_reactions_that_were_taken_off_the_list) {
    MessageView message{uuid(kMessage), Visibility::kVisible, uuid(1), {}};
    for (int i = 99; i >= 10; --i) {
        message.reactions.push_back(
            {test::reaction("r" + std::to_string(i)), {{1, 1, kLikedAt, users({"bob"}), false}, false}});
    }
    const auto json = message_reactions_json(message, test::catalog());
    BOOST_TEST(json.find(R"("reaction":"r10",)") != std::string::npos);
    BOOST_TEST(json.find(R"("reaction":"r41",)") != std::string::npos);
    BOOST_TEST(json.find(R"("reaction":"r42",)") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::endpoints::state_json_test
