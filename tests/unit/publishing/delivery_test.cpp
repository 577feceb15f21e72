#include "publishing/delivery.hpp"

#include <chrono>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "publishing/event_json.hpp"
#include "realtime/topics.hpp"
#include "runtime/counters.hpp"
#include "unit/publishing/fakes.hpp"

namespace likes::publishing {
namespace {

using namespace publishing::test;
using namespace std::chrono_literals;

struct Fixture {
    FakeBroker broker;
    Delivery delivery{broker};
};

BOOST_FIXTURE_TEST_SUITE(delivery, Fixture)

BOOST_AUTO_TEST_CASE(an_event_goes_to_the_topic_of_its_chat) {
    BOOST_TEST(delivery.send(event(1)));
    const auto messages = broker.wait_for(1);
    BOOST_REQUIRE(messages.size() == 1U);
    BOOST_TEST(messages[0].topic == realtime::events_topic(event(1).chat));
    BOOST_TEST(messages[0].payload == to_json(event(1)));
    BOOST_TEST(messages[0].properties.empty());
}

BOOST_AUTO_TEST_CASE(the_trace_of_its_request_goes_with_an_event) {
    auto traced = event(1);
    traced.trace = {"4f2a", "00-1-2-03"};
    delivery.send(traced);
    traced.trace = {"", "00-1-2-03"};
    delivery.send(traced);
    const auto messages = broker.wait_for(2);
    BOOST_REQUIRE(messages.size() == 2U);
    const Broker::UserProperties both{{"request-id", "4f2a"}, {"traceparent", "00-1-2-03"}};
    const Broker::UserProperties one{{"traceparent", "00-1-2-03"}};
    BOOST_TEST((messages[0].properties == both));
    BOOST_TEST((messages[1].properties == one));
}

BOOST_AUTO_TEST_CASE(what_the_broker_acknowledges_is_taken_once) {
    const auto published = runtime::counters().events_published.value();
    delivery.send(event(1));
    delivery.send(event(2));
    const auto acknowledged = delivery.take_acknowledged();
    BOOST_REQUIRE(acknowledged.size() == 2U);
    for (std::uint32_t i = 0; i < 2; ++i) {
        BOOST_TEST((acknowledged[i].chat == event(i + 1).chat));
        BOOST_TEST((acknowledged[i].target == event(i + 1).target));
        BOOST_TEST((acknowledged[i].outbox_ids == event(i + 1).outbox_ids));
    }
    BOOST_TEST(delivery.take_acknowledged().empty());
    BOOST_TEST(runtime::counters().events_published.value() == published + 2);
}

BOOST_AUTO_TEST_CASE(what_is_not_answered_yet_is_not_acknowledged_and_answers_come_in_any_order) {
    broker.acknowledges = false;
    delivery.send(event(1));
    delivery.send(event(2));
    BOOST_TEST(delivery.take_acknowledged().empty());
    const auto messages = broker.wait_for(2);
    BOOST_REQUIRE(messages.size() == 2U);
    for (const std::uint32_t number : {2U, 1U}) {
        BOOST_TEST(!delivery.wait_until_answered(0ms));
        broker.answer(messages[number - 1].token, true);
        const auto acknowledged = delivery.take_acknowledged();
        BOOST_REQUIRE(acknowledged.size() == 1U);
        BOOST_TEST((acknowledged[0].target == event(number).target));
    }
    BOOST_TEST(delivery.wait_until_answered(0ms));
}

BOOST_AUTO_TEST_CASE(what_the_broker_refuses_is_never_acknowledged_nor_by_an_answer_that_comes_later) {
    broker.acknowledges = false;
    const auto refused = runtime::counters().events_refused.value();
    delivery.send(event(1));
    for (const bool accepted : {false, true}) {
        broker.answer(broker.wait_for(1).at(0).token, accepted);
        BOOST_TEST(delivery.take_acknowledged().empty());
    }
    BOOST_TEST(runtime::counters().events_refused.value() == refused + 1);
}

BOOST_AUTO_TEST_CASE(what_is_not_taken_is_not_sent_and_never_acknowledged) {
    broker.takes = false;
    const auto not_sent = runtime::counters().events_not_sent.value();
    Broker::Token token = 0;
    broker.meanwhile = [&](Broker::Token of_message) { token = of_message; };
    BOOST_TEST(!delivery.is_connected());
    BOOST_TEST(!delivery.send(event(1)));
    broker.answer(token, true);
    BOOST_TEST(delivery.take_acknowledged().empty());
    BOOST_TEST(runtime::counters().events_not_sent.value() == not_sent + 1);
}

BOOST_AUTO_TEST_CASE(an_answer_may_come_before_the_message_is_out_of_hand) {
    broker.acknowledges = false;
    std::vector<PublishedEvent> acknowledged;
    broker.meanwhile = [&](Broker::Token token) {
        broker.answer(token, true);
        acknowledged = delivery.take_acknowledged();
    };
    delivery.send(event(1));
    BOOST_REQUIRE(acknowledged.size() == 1U);
    BOOST_TEST((acknowledged[0].target == event(1).target));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::publishing
