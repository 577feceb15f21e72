#include "realtime/topics.hpp"

#include <string>

#include <boost/test/unit_test.hpp>

namespace likes::realtime::topics_test {

BOOST_AUTO_TEST_SUITE(topics)

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

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::realtime::topics_test
