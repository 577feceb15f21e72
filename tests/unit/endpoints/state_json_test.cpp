#include "endpoints/state_json.hpp"

#include <limits>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "unit/endpoints/build.hpp"
#include "unit/likes/build.hpp"
#include "unit/web/same_json.hpp"

namespace likes::endpoints {
namespace {

using namespace likes::test;
using test::kLikedAt;
using test::kMessage;

BOOST_AUTO_TEST_SUITE(state_json)

BOOST_AUTO_TEST_CASE(large_numbers_are_whole_and_a_cut_list_says_so) {
    const Snapshot largest{std::numeric_limits<std::uint32_t>::max(), std::numeric_limits<std::uint64_t>::max(),
                           kLikedAt, users({"user1"}), true};
    const auto json = like_state_json(uuid(kMessage), {largest, true});
    BOOST_TEST(json.find(R"("likes_count":4294967295,)") != std::string::npos);
    BOOST_TEST(json.find(R"("version":18446744073709551615,)") != std::string::npos);
    BOOST_TEST(json.find(R"("liked_by_truncated":true,)") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::endpoints
