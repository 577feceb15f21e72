#include "publishing/mqtt_client.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "publishing/event_json.hpp"
#include "runtime/log.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/stack.hpp"
#include "support/subscriber.hpp"
#include "unit/likes/build.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using publishing::Broker;
using publishing::BrokerSettings;
using publishing::MqttClient;

struct OncePerProcess {
    OncePerProcess() { log::init("mqtt_client_test", "error"); }
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

/// Nobody reads what is published there.
constexpr const char* kTopic = "chats/00000000-0000-4000-8000-000000000000/events";

/// The account of the handlers.
BrokerSettings handlers() {
    std::ifstream file{stack().secret("mqtt-handlers.password")};
    std::string password;
    if (!std::getline(file, password)) throw std::runtime_error{"the handlers have no password at the broker"};
    return {"127.0.0.1", stack().mqtt_port, "likes_handlers", password};
}

bool becomes_connected(const MqttClient& client, bool connected = true) {
    return eventually([&] {
        std::this_thread::yield();
        return client.is_connected() == connected;
    });
}

/// Waits for all answers and returns whether each message was accepted, by token. Throws if one has two.
std::map<Broker::Token, bool> answers_of(MqttClient& client) {
    if (!client.wait_until_answered(kPatience)) throw std::runtime_error{"the broker does not answer"};
    std::map<Broker::Token, bool> accepted;
    for (const auto& answer : client.take_answers()) {
        if (!accepted.emplace(answer.token, answer.accepted).second) throw std::runtime_error{"answered twice"};
    }
    return accepted;
}

using Accepted = std::map<Broker::Token, bool>;

BOOST_AUTO_TEST_SUITE(mqtt_client)

BOOST_AUTO_TEST_CASE(what_is_published_is_delivered_and_answered_once) {
    const Chat chat{1};
    Subscriber subscriber{chat};
    MqttClient client{handlers()};
    BOOST_REQUIRE(becomes_connected(client));
    BOOST_TEST(client.connection() == 1U);
    BOOST_TEST(client.wait_until_answered(0ms));
    BOOST_TEST(client.take_answers().empty());

    Event event{uuid(chat.id()), {uuid(chat.message()), Reaction::like()}, {}, {liked("ann")}, {}};
    event.snapshot.version = 1;
    const std::string payload = publishing::to_json(event);
    BOOST_TEST(client.publish(7, chat.topic(), payload, {{"request-id", "r1"}, {"traceparent", "t1"}}));
    BOOST_TEST((answers_of(client) == Accepted{{7, true}}));
    BOOST_TEST(client.take_answers().empty());

    BOOST_REQUIRE(subscriber.wait_for_version(chat.message(), 1));
    const auto delivered = subscriber.delivered();
    BOOST_REQUIRE(delivered.size() == 1U);
    BOOST_TEST(delivered[0].topic == chat.topic());
    BOOST_TEST(delivered[0].payload == payload);
    BOOST_TEST(delivered[0].qos == 1);
    BOOST_TEST(!delivered[0].retained);
    BOOST_TEST(delivered[0].content_type == "application/json");
    BOOST_TEST((delivered[0].user_properties ==
                std::map<std::string, std::string>{{"request-id", "r1"}, {"traceparent", "t1"}}));
}

BOOST_AUTO_TEST_CASE(a_message_that_the_broker_refuses_is_answered_as_not_accepted_and_the_others_are_not_affected) {
    MqttClient client{handlers()};
    BOOST_REQUIRE(becomes_connected(client));
    BOOST_TEST(client.publish(1, kTopic, "{}", {}));
    BOOST_TEST(client.publish(2, "chats/no-chat/events", "{}", {}));
    BOOST_TEST(client.publish(3, "$CONTROL/chat-likes/v1", "{}", {}));
    BOOST_TEST(client.publish(4, kTopic, "{}", {}));
    BOOST_TEST((answers_of(client) == Accepted{{1, true}, {2, false}, {3, false}, {4, true}}));
    BOOST_TEST(client.is_connected());
    BOOST_TEST(client.connection() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_published_once_goes_over_that_connection_or_not_at_all) {
    const Chat chat{1};
    Subscriber subscriber{chat};
    MqttClient client{handlers()};
    BOOST_REQUIRE(becomes_connected(client));
    Event event{uuid(chat.id()), {uuid(chat.message()), Reaction::like()}, {}, {liked("ann")}, {}};
    for (const std::uint64_t connection : {0, 1, 2}) {
        event.snapshot.version = connection + 1;
        BOOST_TEST(client.publish_once(connection, chat.topic(), publishing::to_json(event)) == (connection == 1));
    }
    BOOST_REQUIRE(subscriber.wait_for_version(chat.message(), 2));
    BOOST_TEST(subscriber.delivered().size() == 1U);
    BOOST_TEST(subscriber.delivered()[0].qos == 0);
    // Nobody waits for an answer to it.
    BOOST_TEST(client.wait_until_answered(0ms));
    BOOST_TEST(client.take_answers().empty());
}

BOOST_AUTO_TEST_CASE(without_a_broker_nothing_is_taken) {
    auto settings = handlers();
    settings.port = 1;
    MqttClient client{settings};
    BOOST_TEST(!client.is_connected());
    BOOST_TEST(client.connection() == 0U);
    BOOST_TEST(!client.publish(1, kTopic, "{}", {}));
    BOOST_TEST(client.wait_until_answered(0ms));
}

BOOST_AUTO_TEST_CASE(a_client_that_lost_its_broker_finds_the_next_one) {
    MqttClient client{handlers()};
    BOOST_REQUIRE(becomes_connected(client));
    script("service", {"kill", "mosquitto"});
    StoppedService broker{"mosquitto"};
    BOOST_REQUIRE(becomes_connected(client, false));
    BOOST_TEST(client.connection() == 1U);
    BOOST_TEST(!client.publish(1, kTopic, "{}", {}));
    BOOST_TEST(client.wait_until_answered(0ms));

    broker.start();
    BOOST_REQUIRE(becomes_connected(client));
    BOOST_TEST(client.connection() == 2U);
    BOOST_TEST(client.publish(2, kTopic, "{}", {}));
    BOOST_TEST((answers_of(client) == Accepted{{2, true}}));
}

BOOST_AUTO_TEST_CASE(what_was_taken_is_sent_again_after_a_lost_connection) {
    MqttClient client{handlers()};
    BOOST_REQUIRE(becomes_connected(client));
    {
        const FrozenService frozen{"mosquitto"};
        BOOST_TEST(client.publish(1, kTopic, "{}", {}));
        BOOST_TEST(client.publish(2, kTopic, "{}", {}));
        BOOST_TEST(!client.wait_until_answered(10ms));
        BOOST_TEST(client.take_answers().empty());
        script("service", {"kill", "mosquitto"});
    }
    StoppedService broker{"mosquitto"};
    BOOST_REQUIRE(becomes_connected(client, false));
    broker.start();
    BOOST_TEST((answers_of(client) == Accepted{{1, true}, {2, true}}));
    BOOST_TEST(client.connection() == 2U);
}

BOOST_AUTO_TEST_CASE(no_more_than_ten_thousand_messages_wait_for_an_answer) {
    constexpr Broker::Token kMost = 10'000;
    MqttClient client{handlers()};
    BOOST_REQUIRE(becomes_connected(client));
    {
        const FrozenService frozen{"mosquitto"};
        Broker::Token taken = 0;
        while (taken < kMost && client.publish(taken, kTopic, "{}", {})) ++taken;
        BOOST_TEST(taken == kMost);
        BOOST_TEST(!client.publish(kMost, kTopic, "{}", {}));
    }
    const auto answers = answers_of(client);
    BOOST_TEST(answers.size() == kMost);
    BOOST_TEST(std::all_of(answers.begin(), answers.end(), [](const auto& answer) { return answer.second; }));
    BOOST_TEST(client.publish(kMost, kTopic, "{}", {}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
