#include "realtime/topics.hpp"

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace likes::realtime::topics_test {

BOOST_AUTO_TEST_SUITE(topics)

std::string many(const std::string& text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
}

const std::string kTopic = "chats/0f8fad5b-d9cb-469f-a165-70867728950e/events";

BOOST_AUTO_TEST_CASE(the_topic_of_a_chat_names_it) {
    const auto chat = Uuid::parse("0F8FAD5B-D9CB-469F-A165-70867728950E");
    BOOST_TEST(events_topic(*chat) == kTopic);
    BOOST_TEST((chat_of_events_topic(kTopic) == chat));
}

BOOST_AUTO_TEST_CASE(no_other_text_is_the_topic_of_a_chat) {
    const std::string chat = "0f8fad5b-d9cb-469f-a165-70867728950e";
    for (const std::string& topic : {std::string{},
                                     std::string{"chats/"},
                                     std::string{"chats//events"},
                                     std::string{"chats/events"},
                                     std::string{"/events"},
                                     std::string{"chats/+/events"},
                                     std::string{"chats/#"},
                                     std::string{"#"},
                                     std::string{"+/+/+"},
                                     std::string{"$SYS/#"},
                                     std::string{"chats/0F8FAD5B-D9CB-469F-A165-70867728950E/events"},
                                     std::string{"chats/0f8fad5bd9cb469fa16570867728950e/events"},
                                     "chats/{" + chat + "}/events",
                                     "Chats/" + chat + "/events",
                                     "/" + kTopic,
                                     kTopic + "/",
                                     kTopic + "/#",
                                     "chats/" + chat + "/x/events",
                                     "chats/" + chat,
                                     "$share/g/" + kTopic,
                                     kTopic + '\0',
                                     "chats/" + std::string(65'000, 'a') + "/events"})
        BOOST_TEST(!chat_of_events_topic(topic).has_value(), "topic: " << topic);
}

UserId user(const std::string& id) {
    return UserId::parse(id).value();
}

BOOST_AUTO_TEST_CASE(the_topic_of_a_users_notices_names_them_as_one_level) {
    for (const auto& [id, level] : std::vector<std::pair<std::string, std::string>>{
             {"alice", "alice"},
             {"A-z.0_9~", "A-z.0_9~"},
             {"alice@example.org", "alice%40example.org"},
             {"auth0|5f7c", "auth0%7C5f7c"},
             {"a/b", "a%2Fb"},
             {"+", "%2B"},
             {"a+b=:", "a%2Bb%3D%3A"},
             {".", "."},
             {std::string(UserId::kMaxLength, '/'), many("%2F", UserId::kMaxLength)}}) {
        BOOST_TEST_INFO_SCOPE("user: " << id);
        const auto topic = "users/" + level + "/notices";
        BOOST_TEST(notices_topic(user(id)) == topic);
        BOOST_TEST((user_of_notices_topic(topic) == user(id)));
    }
}

// Else there would be two topics of one user, or two users of one topic, and who may hear one of them heard another's.
BOOST_AUTO_TEST_CASE(no_other_text_is_the_topic_of_somebodys_notices) {
    for (const std::string& topic : {std::string{},
                                     std::string{"users/"},
                                     std::string{"users//notices"},
                                     std::string{"users/notices"},
                                     std::string{"/notices"},
                                     std::string{"users/+/notices"},
                                     std::string{"users/#"},
                                     std::string{"#"},
                                     std::string{"+/+/+"},
                                     std::string{"users/a/b/notices"},
                                     std::string{"users/a+b/notices"},
                                     std::string{"users/a@b/notices"},
                                     std::string{"users/a b/notices"},
                                     std::string{"users/a%2fb/notices"},
                                     std::string{"users/%61lice/notices"},
                                     std::string{"users/alic%65/notices"},
                                     std::string{"users/%2E/notices"},
                                     std::string{"users/a%7Eb/notices"},
                                     std::string{"users/a%252Fb/notices"},
                                     std::string{"users/a%/notices"},
                                     std::string{"users/a%2/notices"},
                                     std::string{"users/a%2G/notices"},
                                     std::string{"users/%00/notices"},
                                     std::string{"users/a%0Ab/notices"},
                                     std::string{"users/%C3%A4/notices"},
                                     std::string{"users/\xC3\xA4/notices"},
                                     std::string{"Users/alice/notices"},
                                     std::string{"users/alice/Notices"},
                                     std::string{"/users/alice/notices"},
                                     std::string{"users/alice/notices/"},
                                     std::string{"users/alice/notices/#"},
                                     std::string{"users/alice"},
                                     std::string{"$share/g/users/alice/notices"},
                                     std::string{"users/alice/notices"} + '\0',
                                     "users/" + std::string(UserId::kMaxLength + 1, 'a') + "/notices",
                                     "users/" + many("%2F", UserId::kMaxLength + 1) + "/notices",
                                     "users/" + std::string(65'000, 'a') + "/notices"})
        BOOST_TEST(!user_of_notices_topic(topic).has_value(), "topic: " << topic.substr(0, 100));
}

BOOST_AUTO_TEST_CASE(the_topics_of_chats_and_of_users_are_never_the_same) {
    BOOST_TEST(!user_of_notices_topic(kTopic).has_value());
    BOOST_TEST(!chat_of_events_topic(notices_topic(user("alice"))).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::realtime::topics_test
