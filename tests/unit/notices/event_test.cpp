#include "notices/event.hpp"

#include <chrono>
#include <optional>
#include <string>

#include <boost/test/unit_test.hpp>

#include "unit/likes/build.hpp"
#include "unit/web/same_json.hpp"

namespace likes::notices::event_test {

using namespace std::chrono_literals;
using likes::test::same_json;
using likes::test::user;
using likes::test::uuid;

const std::string kMessage = "0f8fad5b-d9cb-469f-a165-70867728950e";
const std::string kChat = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

Reaction reaction(const std::string& code) {
    return Reaction::parse(code).value();
}

/// "Ann and 4 others", of whom two have a name that can be read, and one has none.
ShownNotice shown() {
    Notice notice;
    notice.chat = uuid(kChat);
    notice.sequence = 812;
    notice.raised_sequence = 810;
    notice.raised_at = Time{1'759'485'600s + 999'999us};
    notice.standing.actors = 5;
    notice.standing.reactions = {{reaction("like"), 4}, {reaction("joy"), 1}};
    notice.new_since_read = 2;
    return {uuid(kMessage),
            notice,
            {{user("ann"), "Ann \u00c4rger\n\"A\"", reaction("like")},
             {user("b@example.org"), std::nullopt, reaction("joy")},
             {user("carl"), "", reaction("like")}}};
}

const std::string kNotice = R"("message_id":"0f8fad5b-d9cb-469f-a165-70867728950e",
    "chat_id":"6ba7b810-9dad-11d1-80b4-00c04fd430c8","actors":5,
    "newest":[{"user_id":"ann","name":"Ann \u00c4rger\n\"A\"","reaction":"like"},
              {"user_id":"b@example.org","name":"b@example.org","reaction":"joy"},
              {"user_id":"carl","name":"carl","reaction":"like"}],
    "reactions":{"like":4,"joy":1},"new":2,"is_read":false,"raised_at":"2025-10-03T10:00:00Z","sequence":812)";

BOOST_AUTO_TEST_SUITE(notice_event)

BOOST_AUTO_TEST_CASE(news_and_a_mere_change_are_the_whole_notice_and_the_badge) {
    BOOST_TEST(same_json(to_json({Raised{shown()}, {3, false}}), R"({"type":"notice_raised","payload":{)" + kNotice +
                                                                     R"(,"unread":3,"unread_capped":false}})"));
    BOOST_TEST(same_json(to_json({Changed{shown()}, {100, true}}), R"({"type":"notice_changed","payload":{)" + kNotice +
                                                                       R"(,"unread":100,"unread_capped":true}})"));
}

BOOST_AUTO_TEST_CASE(a_notice_that_counts_no_people_names_none) {
    auto many = shown();
    many.notice.standing.actors = 0;
    many.notice.standing.reactions = {{reaction("like"), 4'000'000'000U}};
    many.notice.is_read = true;
    many.newest.clear();
    BOOST_TEST(same_json(to_json({Changed{many}, {}}), R"({"type":"notice_changed","payload":{
        "message_id":")" + kMessage + R"(","chat_id":")" + kChat +
                                                           R"(","actors":0,"newest":[],
        "reactions":{"like":4000000000},"new":2,"is_read":true,"raised_at":"2025-10-03T10:00:00Z","sequence":812,
        "unread":0,"unread_capped":false}})"));
}

BOOST_AUTO_TEST_CASE(a_notice_that_is_gone_says_no_more_than_which_it_was) {
    BOOST_TEST(same_json(to_json({Withdrawn{uuid(kMessage), uuid(kChat), 813}, {2, false}}),
                         R"({"type":"notice_withdrawn","payload":{"message_id":")" + kMessage + R"(","chat_id":")" +
                             kChat + R"(","sequence":813,"unread":2,"unread_capped":false}})"));
}

BOOST_AUTO_TEST_CASE(that_the_list_was_opened_is_about_no_notice) {
    BOOST_TEST(same_json(to_json({Seen{18'446'744'073'709'551'615U}, {}}), R"({"type":"notices_seen",
        "payload":{"sequence":18446744073709551615,"unread":0,"unread_capped":false}})"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::notices::event_test
