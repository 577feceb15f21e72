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

using namespace std::chrono_literals;
using namespace likes::test;
using test::kMessage;

constexpr Time kLastLikedAt{1'759'485'600s + 999'999us};

BOOST_AUTO_TEST_SUITE(state_json)

BOOST_AUTO_TEST_CASE(the_like_state_is_as_openapi_yaml_has_it) {
    const ReactionState liked{{5, 17, kLastLikedAt, users({"user1", "user2", "user3", "user4", "user5"}), false}, true};
    BOOST_TEST(same_json(like_state_json(uuid(kMessage), liked), R"({
        "message_id": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "likes_count": 5,
        "liked_by": ["user1", "user2", "user3", "user4", "user5"],
        "liked_at": "2025-10-03T10:00:00Z",
        "is_liked": true,
        "is_liked_by_user": true,
        "liked_by_truncated": false,
        "version": 17
    })"));
    const ReactionState unliked{{4, 18, kLastLikedAt, users({"user1", "user2", "user3", "user4"}), false}, false};
    BOOST_TEST(same_json(like_state_json(uuid(kMessage), unliked), R"({
        "message_id": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "likes_count": 4,
        "liked_by": ["user1", "user2", "user3", "user4"],
        "liked_at": "2025-10-03T10:00:00Z",
        "is_liked": false,
        "is_liked_by_user": false,
        "liked_by_truncated": false,
        "version": 18
    })"));
}

BOOST_AUTO_TEST_CASE(a_message_that_nobody_ever_liked_has_an_empty_list_and_a_null) {
    BOOST_TEST(same_json(like_state_json(uuid(kMessage), {}), R"({
        "message_id": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "likes_count": 0,
        "liked_by": [],
        "liked_at": null,
        "is_liked": false,
        "is_liked_by_user": false,
        "liked_by_truncated": false,
        "version": 0
    })"));
}

BOOST_AUTO_TEST_CASE(large_numbers_are_whole_and_a_cut_list_says_so) {
    const Snapshot largest{std::numeric_limits<std::uint32_t>::max(), std::numeric_limits<std::uint64_t>::max(),
                           kLastLikedAt, users({"user1"}), true};
    const auto json = like_state_json(uuid(kMessage), {largest, true});
    BOOST_TEST(json.find(R"("likes_count":4294967295,)") != std::string::npos);
    BOOST_TEST(json.find(R"("version":18446744073709551615,)") != std::string::npos);
    BOOST_TEST(json.find(R"("liked_by_truncated":true,)") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_like_list_is_as_openapi_yaml_has_it) {
    const LikersView view{Visibility::kVisible,
                          {{5, 17, kLastLikedAt, users({"user1", "user2", "user3", "user4", "user5"}), false}, true},
                          {liker("user5", 17, std::chrono::sys_seconds{1'759'485'600s}),
                           liker("user4", 9, std::chrono::sys_seconds{1'759'485'599s})},
                          9};
    BOOST_TEST(same_json(like_list_json(uuid(kMessage), view), R"({
        "likes_count": 5,
        "liked_by": ["user1", "user2", "user3", "user4", "user5"],
        "liked_at": "2025-10-03T10:00:00Z",
        "is_liked_by_user": true,
        "message_id": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "is_liked": true,
        "liked_by_truncated": false,
        "version": 17,
        "likes": [{"user_id": "user5", "liked_at": "2025-10-03T10:00:00Z"},
                  {"user_id": "user4", "liked_at": "2025-10-03T09:59:59Z"}],
        "next_cursor": "AAAAAAAAAAk"
    })"));
}

BOOST_AUTO_TEST_CASE(the_last_page_has_no_cursor) {
    const LikersView view{Visibility::kVisible, {}, {}, std::nullopt};
    BOOST_TEST(same_json(like_list_json(uuid(kMessage), view), R"({
        "likes_count": 0,
        "liked_by": [],
        "liked_at": null,
        "is_liked_by_user": false,
        "message_id": "0f8fad5b-d9cb-469f-a165-70867728950e",
        "is_liked": false,
        "liked_by_truncated": false,
        "version": 0,
        "likes": [],
        "next_cursor": null
    })"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::endpoints
