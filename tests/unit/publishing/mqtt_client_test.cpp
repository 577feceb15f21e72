#include "publishing/mqtt_client.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "publishing/event_json.hpp"
#include "realtime/topics.hpp"
#include "runtime/counters.hpp"
#include "unit/publishing/fakes.hpp"
#include "unit/publishing/hand_broker.hpp"

namespace likes::publishing::mqtt_client_test {

using namespace publishing::test;
using namespace std::chrono_literals;

/// An event that is nearly as long as the broker takes.
Event long_event(std::uint32_t number) {
    auto event = test::event(number);
    event.changes.assign(4600, likes::test::liked("a-user-with-a-long-name"));
    return event;
}

struct Fixture {
    /// The client connects, and the broker lets it in.
    std::unique_ptr<BrokerEnd> connect() {
        auto end = std::make_unique<BrokerEnd>(broker.accept_client());
        end->let_in();
        while (!client->is_connected()) std::this_thread::yield();
        return end;
    }

    void wait_until_disconnected() const {
        while (client->is_connected()) std::this_thread::yield();
    }

    /// Reads and acknowledges that many messages, and returns the payloads.
    static std::vector<std::string> acknowledge(BrokerEnd& end, std::size_t count) {
        std::vector<std::string> payloads;
        for (std::size_t i = 0; i < count; ++i) {
            auto message = end.read_publish();
            end.answer(message);
            payloads.push_back(std::move(message.payload));
        }
        return payloads;
    }

    static std::vector<std::string> payloads(const std::vector<Event>& events) {
        std::vector<std::string> texts;
        for (const auto& event : events) texts.push_back(to_json(event));
        return texts;
    }

    HandBroker broker;
    std::unique_ptr<MqttClient> client =
        std::make_unique<MqttClient>(BrokerSettings{"127.0.0.1", broker.port(), {}, {}});
    Publisher& publisher = client->publisher();
};

BOOST_FIXTURE_TEST_SUITE(mqtt_client, Fixture)

BOOST_AUTO_TEST_CASE(an_event_goes_to_the_topic_of_its_chat_with_the_trace_of_its_request) {
    const auto end = connect();
    auto traced = event(1);
    traced.trace = {"4f2a", "00-1-2-03"};
    publisher.publish({traced});
    const auto message = end->read_publish();
    BOOST_TEST(message.topic == realtime::events_topic(traced.chat));
    BOOST_TEST(message.payload == to_json(traced));
    BOOST_TEST(message.qos == 1);
    for (const auto* text : {"application/json", "request-id", "4f2a", "traceparent", "00-1-2-03"}) {
        BOOST_TEST(message.properties.find(text) != std::string::npos);
    }
    publisher.publish(events(2, 1));
    BOOST_TEST(end->read_publish().properties.find("traceparent") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(events_are_sent_in_their_order_and_what_the_broker_acknowledges_is_left_in_the_publisher) {
    const auto end = connect();
    const auto published = runtime::counters().events_published.value();
    constexpr std::uint32_t kCount = 300;
    for (std::uint32_t i = 0; i < kCount; i += 10) publisher.publish(events(i, 10));
    BOOST_TEST((acknowledge(*end, kCount) == payloads(events(0, kCount))));
    BOOST_TEST(publisher.wait_until_answered(kPatience));
    const auto acknowledged = publisher.take_acknowledged();
    BOOST_REQUIRE(acknowledged.size() == kCount);
    for (std::uint32_t i = 0; i < kCount; ++i) {
        BOOST_TEST((acknowledged[i].chat == event(i).chat));
        BOOST_TEST((acknowledged[i].target == event(i).target));
        BOOST_TEST((acknowledged[i].outbox_ids == event(i).outbox_ids));
    }
    BOOST_TEST(publisher.take_failures() == 0U);
    BOOST_TEST(runtime::counters().events_published.value() == published + kCount);
}

BOOST_AUTO_TEST_CASE(answers_come_in_any_order_and_what_is_refused_is_not_acknowledged) {
    const auto end = connect();
    const auto refused = runtime::counters().events_refused.value();
    publisher.publish(events(1, 3));
    std::vector<Published> messages;
    for (int i = 0; i < 3; ++i) messages.push_back(end->read_publish());
    BOOST_TEST(!publisher.wait_until_answered(0ms));
    end->answer(messages[2]);
    end->answer(messages[0], 0x87);
    end->answer(messages[0]);
    end->answer(messages[1]);
    BOOST_TEST(publisher.wait_until_answered(kPatience));
    const auto acknowledged = publisher.take_acknowledged();
    BOOST_REQUIRE(acknowledged.size() == 2U);
    BOOST_TEST((acknowledged[0].target == event(3).target));
    BOOST_TEST((acknowledged[1].target == event(2).target));
    BOOST_TEST(publisher.take_failures() == 1U);
    BOOST_TEST(runtime::counters().events_refused.value() == refused + 1);
}

BOOST_AUTO_TEST_CASE(an_event_that_is_too_long_is_not_sent_and_counted_and_the_next_one_is_sent) {
    const auto end = connect();
    const auto not_sent = runtime::counters().events_not_sent.value();
    auto too_long = event(1);
    too_long.changes.assign(8000, likes::test::liked("a-user-with-a-long-name"));
    BOOST_TEST(to_json(too_long).size() > kEventBytesMax);
    publisher.publish({too_long, event(2)});
    BOOST_TEST((acknowledge(*end, 1) == payloads(events(2, 1))));
    BOOST_TEST(publisher.wait_until_answered(kPatience));
    BOOST_TEST(publisher.take_acknowledged().size() == 1U);
    BOOST_TEST(publisher.take_failures() == 1U);
    BOOST_TEST(runtime::counters().events_not_sent.value() == not_sent + 1);
}

BOOST_AUTO_TEST_CASE(what_the_connection_does_not_take_at_once_is_written_when_it_does) {
    const auto end = connect();
    // As many as libmosquitto sends without an answer, and more than a connection holds.
    std::vector<Event> batch;
    for (std::uint32_t i = 0; i < 20; ++i) batch.push_back(long_event(i));
    const auto expected = payloads(batch);
    publisher.publish(std::move(batch));
    BOOST_TEST(!publisher.wait_until_answered(10ms));
    std::vector<Published> messages;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        messages.push_back(end->read_publish());
        BOOST_TEST((messages.back().payload == expected[i]));
    }
    for (const auto& message : messages) end->answer(message);
    BOOST_TEST(publisher.wait_until_answered(kPatience));
}

BOOST_AUTO_TEST_CASE(a_connection_that_is_lost_in_the_middle_of_a_batch_loses_nothing) {
    auto end = connect();
    std::vector<Event> batch;
    for (std::uint32_t i = 0; i < 60; ++i) batch.push_back(long_event(i));
    const auto expected = payloads(batch);
    publisher.publish(std::move(batch));
    acknowledge(*end, 2);
    const auto third = end->read_publish();
    end->reset();
    end.reset();
    wait_until_disconnected();

    end = connect();
    BOOST_TEST(publisher.connection() == 2U);
    std::vector<std::string> again;
    // The client may have lost the answers to the first two.
    for (auto message = end->read_publish();; message = end->read_publish()) {
        again.push_back(message.payload);
        end->answer(message);
        if (message.payload == expected.back()) break;
    }
    BOOST_REQUIRE(again.size() >= 58U);
    BOOST_TEST((again ==
                std::vector<std::string>{expected.end() - static_cast<std::ptrdiff_t>(again.size()), expected.end()}));
    BOOST_TEST(publisher.wait_until_answered(kPatience));
    BOOST_TEST(publisher.take_acknowledged().size() == 60U);
    BOOST_TEST(publisher.take_failures() == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_published_once_does_not_go_over_a_later_connection) {
    auto end = connect();
    // The broker reads nothing, so the connection does not take the last message.
    constexpr std::uint32_t kCount = 60;
    for (std::uint32_t i = 0; i < kCount; ++i) publisher.publish({long_event(i)});
    BOOST_TEST(publisher.publish_once(1, "once", "{}"));
    BOOST_TEST(!publisher.wait_until_answered(10ms));
    end->reset();
    end.reset();
    wait_until_disconnected();

    end = connect();
    BOOST_TEST(!publisher.publish_once(1, "once", "{}"));
    for (std::uint32_t i = 0; i < kCount; ++i) {
        const auto message = end->read_publish();
        BOOST_TEST(message.qos == 1);
        end->answer(message);
    }
    BOOST_TEST(publisher.wait_until_answered(kPatience));
    BOOST_TEST(publisher.publish_once(2, "once", "{}"));
    const auto once = end->read_publish();
    BOOST_TEST(once.qos == 0);
    BOOST_TEST(once.topic == "once");
    BOOST_TEST(once.payload == "{}");
    BOOST_TEST(publisher.wait_until_answered(kPatience));
    BOOST_TEST(publisher.take_failures() == 0U);
}

BOOST_AUTO_TEST_CASE(a_client_that_is_refused_or_dropped_connects_again) {
    for (const auto reason : std::vector<std::uint8_t>{0x87, 0x88}) BrokerEnd{broker.accept_client()}.let_in(reason);
    { const BrokerEnd dropped{broker.accept_client()}; }
    BOOST_TEST(!client->is_connected());
    BOOST_TEST(publisher.connection() == 0U);
    const auto end = connect();
    BOOST_TEST(publisher.connection() == 1U);
    publisher.publish(events(1, 1));
    BOOST_TEST((acknowledge(*end, 1) == payloads(events(1, 1))));
}

BOOST_AUTO_TEST_CASE(a_client_that_ends_says_so_to_the_broker) {
    const auto end = connect();
    const auto connections = runtime::counters().broker_connections.value();
    client.reset();
    end->read_disconnect();
    BOOST_TEST(runtime::counters().broker_connections.value() == connections - 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::publishing::mqtt_client_test
