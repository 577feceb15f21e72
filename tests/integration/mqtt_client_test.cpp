#include "publishing/mqtt_client.hpp"

#include <chrono>
#include <cstddef>
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
    return {"127.0.0.1", stack().broker_port, "likes_handlers", password};
}

bool becomes_connected(const MqttClient& client, bool connected = true) {
    return eventually([&] {
        std::this_thread::yield();
        return client.is_connected() == connected;
    });
}

/// Waits for all answers and returns how many messages failed.
std::size_t failures_of(MqttClient& client) {
    if (!client.publisher().wait_until_answered(kPatience)) throw std::runtime_error{"the broker does not answer"};
    return client.publisher().take_failures();
}

BOOST_AUTO_TEST_SUITE(mqtt_client)

BOOST_AUTO_TEST_CASE(what_is_published_is_delivered_and_answered_once) {
    const Chat chat{1};
    Subscriber subscriber{chat};
    MqttClient client{handlers()};
    BOOST_REQUIRE(becomes_connected(client));
    BOOST_TEST(client.publisher().connection() == 1U);
    BOOST_TEST(client.publisher().wait_until_answered(0ms));

    Event event{uuid(chat.id()), {uuid(chat.message()), Reaction::like()}, {}, {liked("ann")}, {}};
    event.snapshot.version = 1;
    event.trace = {"r1", "t1"};
    const std::string payload = publishing::to_json(event);
    client.publisher().publish({event});
    BOOST_TEST(failures_of(client) == 0U);
    BOOST_TEST(client.publisher().take_acknowledged().size() == 1U);
    BOOST_TEST(client.publisher().take_acknowledged().empty());

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

BOOST_AUTO_TEST_CASE(a_message_that_the_broker_refuses_has_failed_and_the_others_are_not_affected) {
    MqttClient client{handlers()};
    BOOST_REQUIRE(becomes_connected(client));
    for (const auto* topic : {kTopic, "chats/no-chat/events", "$CONTROL/chat-likes/v1", kTopic}) {
        BOOST_TEST(client.publisher().publish(topic, "{}"));
    }
    BOOST_TEST(failures_of(client) == 2U);
    BOOST_TEST(client.is_connected());
    BOOST_TEST(client.publisher().connection() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_published_once_goes_over_that_connection_or_not_at_all) {
    const Chat chat{1};
    Subscriber subscriber{chat};
    MqttClient client{handlers()};
    BOOST_REQUIRE(becomes_connected(client));
    Event event{uuid(chat.id()), {uuid(chat.message()), Reaction::like()}, {}, {liked("ann")}, {}};
    for (const std::uint64_t connection : {0, 1, 2}) {
        event.snapshot.version = connection + 1;
        BOOST_TEST(client.publisher().publish_once(connection, chat.topic(), publishing::to_json(event)) ==
                   (connection == 1));
    }
    BOOST_REQUIRE(subscriber.wait_for_version(chat.message(), 2));
    BOOST_TEST(subscriber.delivered().size() == 1U);
    BOOST_TEST(subscriber.delivered()[0].qos == 0);
    // Nobody waits for an answer to it.
    BOOST_TEST(failures_of(client) == 0U);
}

BOOST_AUTO_TEST_CASE(without_a_broker_nothing_is_taken) {
    auto settings = handlers();
    settings.port = 1;
    MqttClient client{settings};
    BOOST_TEST(!client.is_connected());
    BOOST_TEST(client.publisher().connection() == 0U);
    BOOST_TEST(!client.publisher().publish(kTopic, "{}"));
    BOOST_TEST(client.publisher().wait_until_answered(0ms));
}

BOOST_AUTO_TEST_CASE(a_client_that_lost_its_broker_finds_the_next_one) {
    MqttClient client{handlers()};
    BOOST_REQUIRE(becomes_connected(client));
    script("service", {"kill", "mosquitto"});
    StoppedService broker{"mosquitto"};
    BOOST_REQUIRE(becomes_connected(client, false));
    BOOST_TEST(client.publisher().connection() == 1U);
    BOOST_TEST(!client.publisher().publish(kTopic, "{}"));
    BOOST_TEST(client.publisher().wait_until_answered(0ms));

    broker.start();
    BOOST_REQUIRE(becomes_connected(client));
    BOOST_TEST(client.publisher().connection() == 2U);
    BOOST_TEST(client.publisher().publish(kTopic, "{}"));
    BOOST_TEST(failures_of(client) == 0U);
}

BOOST_AUTO_TEST_CASE(what_was_taken_is_sent_again_after_a_lost_connection) {
    MqttClient client{handlers()};
    BOOST_REQUIRE(becomes_connected(client));
    {
        const FrozenService frozen{"mosquitto"};
        BOOST_TEST(client.publisher().publish(kTopic, "{}"));
        BOOST_TEST(client.publisher().publish(kTopic, "{}"));
        BOOST_TEST(!client.publisher().wait_until_answered(10ms));
        script("service", {"kill", "mosquitto"});
    }
    StoppedService broker{"mosquitto"};
    BOOST_REQUIRE(becomes_connected(client, false));
    broker.start();
    BOOST_TEST(failures_of(client) == 0U);
    BOOST_TEST(client.publisher().connection() == 2U);
}

BOOST_AUTO_TEST_CASE(no_more_than_ten_thousand_messages_wait_for_an_answer) {
    constexpr int kMost = 10'000;
    MqttClient client{handlers()};
    BOOST_REQUIRE(becomes_connected(client));
    {
        const FrozenService frozen{"mosquitto"};
        int taken = 0;
        while (taken < kMost && client.publisher().publish(kTopic, "{}")) ++taken;
        BOOST_TEST(taken == kMost);
        BOOST_TEST(!client.publisher().publish(kTopic, "{}"));
    }
    BOOST_TEST(failures_of(client) == 0U);
    BOOST_TEST(client.publisher().publish(kTopic, "{}"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
