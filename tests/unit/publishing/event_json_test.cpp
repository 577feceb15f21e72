#include "publishing/event_json.hpp"

#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"
#include "unit/web/same_json.hpp"

namespace likes::publishing::event_json_test {

using namespace std::chrono_literals;
using namespace likes::test;

constexpr Time kSeedTime{1'759'485'600s + 999'999us};

/// The event of the seed's example.
Event seed_event() {
    return {uuid("6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
            {uuid("0f8fad5b-d9cb-469f-a165-70867728950e"), Reaction::like()},
            {5, 17, kSeedTime, users({"user1", "user2", "user3", "user4", "user5"}), false},
            {liked("user5")},
            {uuid(1)}};
}

/// Whether the event of the seed's message has this type and, besides the ids, these members.
bool has_members(const Event& event, const std::string& type, const std::string& payload) {
    return same_json(to_json(event), R"({"type":")" + type + R"(","chat_id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8",)" +
                                         R"("payload":{"message_id":"0f8fad5b-d9cb-469f-a165-70867728950e",)" +
                                         R"("id":"0f8fad5b-d9cb-469f-a165-70867728950e",)" + payload + "}}");
}

BOOST_AUTO_TEST_SUITE(event_json)

BOOST_AUTO_TEST_CASE(a_like_has_the_members_of_the_first_version_and_those_added_since) {
    BOOST_TEST(has_members(seed_event(), "message_liked", R"(
        "likes_count": 5,
        "liked_by": ["user1", "user2", "user3", "user4", "user5"],
        "liked_at": "2025-10-03T10:00:00Z",
        "liked_by_truncated": false,
        "version": 17,
        "changes": [{"user_id": "user5", "liked": true}])"));
}

BOOST_AUTO_TEST_CASE(a_like_taken_back_has_its_own_type_and_leaves_liked_at) {
    auto event = seed_event();
    event.snapshot = {4, 18, kSeedTime, users({"user1", "user2", "user3", "user4"}), false};
    event.changes = {unliked("user5")};
    BOOST_TEST(has_members(event, "message_unliked", R"(
        "likes_count": 4,
        "liked_by": ["user1", "user2", "user3", "user4"],
        "liked_at": "2025-10-03T10:00:00Z",
        "liked_by_truncated": false,
        "version": 18,
        "changes": [{"user_id": "user5", "liked": false}])"));
}

BOOST_AUTO_TEST_CASE(another_reaction_has_its_own_types_and_says_which_it_is) {
    auto event = seed_event();
    event.target.reaction = Reaction::parse("thumbs_up").value();
    event.snapshot = {1, 18, kSeedTime, users({"user1"}), false};
    for (const bool put : {true, false}) {
        event.changes = {put ? liked("user5") : unliked("user5")};
        BOOST_TEST(has_members(event, put ? "message_reacted" : "message_unreacted",
                               R"(
            "reaction": "thumbs_up",
            "likes_count": 1,
            "liked_by": ["user1"],
            "liked_at": "2025-10-03T10:00:00Z",
            "liked_by_truncated": false,
            "version": 18,
            "changes": [{"user_id": "user5", "liked": )" +
                                   std::string{put ? "true" : "false"} + "}]"));
    }
}

BOOST_AUTO_TEST_CASE(several_changes_are_listed_in_order_under_the_type_of_the_last) {
    auto event = seed_event();
    const auto has = [&](const std::string& part) { return to_json(event).find(part) != std::string::npos; };
    event.changes = {liked("user5"), unliked("user6"), liked("user4")};
    BOOST_TEST(has(R"("type":"message_liked")"));
    BOOST_TEST(has(R"("changes":[{"user_id":"user5","liked":true},{"user_id":"user6","liked":false},)"
                   R"({"user_id":"user4","liked":true}])"));
    event.changes = {liked("user5"), unliked("user6")};
    BOOST_TEST(has(R"("type":"message_unliked")"));
    event.target.reaction = Reaction::parse("thumbs_up").value();
    BOOST_TEST(has(R"("type":"message_unreacted")"));
    event.changes = {unliked("user6"), liked("user5")};
    BOOST_TEST(has(R"("type":"message_reacted")"));
}

BOOST_AUTO_TEST_CASE(nobody_and_never_are_an_empty_list_and_null) {
    auto event = seed_event();
    event.snapshot = {};
    event.changes = {};
    BOOST_TEST(has_members(event, "message_liked", R"("likes_count": 0, "liked_by": [], "liked_at": null,
                           "liked_by_truncated": false, "version": 0, "changes": [])"));
}

BOOST_AUTO_TEST_CASE(a_list_that_is_cut_says_so_and_large_numbers_are_whole) {
    auto event = seed_event();
    event.snapshot.total = std::numeric_limits<std::uint32_t>::max();
    event.snapshot.version = std::numeric_limits<std::uint64_t>::max();
    event.snapshot.truncated = true;
    const auto json = to_json(event);
    BOOST_TEST(json.find(R"("likes_count":4294967295,)") != std::string::npos);
    BOOST_TEST(json.find(R"("version":18446744073709551615,)") != std::string::npos);
    BOOST_TEST(json.find(R"("liked_by_truncated":true,)") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::publishing::event_json_test
