#include "publishing/publisher.hpp"

#include <chrono>
#include <future>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "publishing/event_json.hpp"
#include "runtime/counters.hpp"
#include "unit/publishing/fakes.hpp"
#include "unit/runtime/captured_log.hpp"

namespace likes::publishing {
namespace {

using likes::test::CapturedLog;
using namespace publishing::test;
using namespace std::chrono_literals;

struct Fixture {
    /// From then on the broker stops in the middle of its first message, until `may_go_on`.
    void stop_at_the_first() {
        broker.meanwhile = [this](Broker::Token token) {
            if (token > 1) return;
            is_publishing.count_down();
            may_go_on.wait();
        };
    }

    std::latch is_publishing{1};
    std::latch may_go_on{1};
    FakeBroker broker;
    Publisher publisher{broker};
};

BOOST_FIXTURE_TEST_SUITE(publisher, Fixture)

BOOST_AUTO_TEST_CASE(events_are_published_in_the_order_in_which_they_come) {
    constexpr std::uint32_t kCount = 1000;
    for (std::uint32_t i = 0; i < kCount; i += 10) publisher.publish(events(i, 10));
    publisher.publish({});
    const auto messages = broker.wait_for(kCount);
    BOOST_REQUIRE(messages.size() == kCount);
    for (std::uint32_t i = 0; i < kCount; ++i) BOOST_REQUIRE(messages[i].payload == to_json(event(i)));
}

BOOST_AUTO_TEST_CASE(what_the_broker_does_not_take_is_left_to_the_relay) {
    broker.takes = false;
    publisher.publish(events(1, 1));
    publisher.drain(kPatience);
    broker.takes = true;
    publisher.publish(events(2, 1));
    const auto messages = broker.wait_for(1);
    BOOST_REQUIRE(messages.size() == 1U);
    BOOST_TEST(messages[0].payload == to_json(event(2)));
    publisher.drain(kPatience);
    BOOST_TEST(publisher.take_acknowledged().size() == 1U);
    BOOST_TEST(broker.count() == 1U);
}

BOOST_AUTO_TEST_CASE(whoever_publishes_never_waits_and_more_than_ten_thousand_are_left_to_the_relay) {
    constexpr std::uint32_t kQueueMax = 10'000;
    stop_at_the_first();
    publisher.publish(events(0, 1));
    is_publishing.wait();
    const auto not_sent = runtime::counters().events_not_sent.value();
    publisher.publish(events(1, kQueueMax));
    publisher.publish(events(kQueueMax + 1, 3));
    BOOST_TEST(runtime::counters().events_not_sent.value() == not_sent + 3);
    may_go_on.count_down();
    publisher.drain(kPatience);
    BOOST_TEST(broker.count() == kQueueMax + 1);
    // There is room again.
    publisher.publish(events(kQueueMax + 4, 1));
    publisher.drain(kPatience);
    BOOST_TEST(broker.count() == kQueueMax + 2);
}

BOOST_AUTO_TEST_CASE(drain_waits_until_everything_is_published_and_answered) {
    broker.acknowledges = false;
    publisher.publish(events(1, 3));
    std::thread answering{[&] {
        for (const auto& message : broker.wait_for(3)) broker.answer(message.token, true);
    }};
    publisher.drain(kPatience);
    BOOST_TEST(publisher.take_acknowledged().size() == 3U);
    answering.join();
}

BOOST_AUTO_TEST_CASE(drain_waits_for_what_is_just_being_published) {
    stop_at_the_first();
    publisher.publish(events(1, 1));
    is_publishing.wait();
    std::promise<void> drained;
    // Goes on when drain has returned too early, or after a while.
    std::thread going_on{[&, has_drained = drained.get_future()] {
        has_drained.wait_for(50ms);
        may_go_on.count_down();
    }};
    publisher.drain(kPatience);
    const auto published = broker.count();
    drained.set_value();
    going_on.join();
    BOOST_TEST(published == 1U);
}

BOOST_AUTO_TEST_CASE(drain_waits_no_longer_than_its_patience_and_says_so) {
    broker.acknowledges = false;
    publisher.publish(events(1, 1));
    BOOST_TEST(broker.wait_for(1).size() == 1U);
    const CapturedLog log{"warning"};
    publisher.drain(10ms);
    BOOST_REQUIRE(log.lines().size() == 1U);
    BOOST_TEST(log.lines()[0].find("left to the relay") != std::string::npos);
    BOOST_TEST(publisher.take_acknowledged().empty());
}

BOOST_AUTO_TEST_CASE(many_may_publish_at_the_same_time) {
    constexpr std::uint32_t kThreads = 4;
    constexpr std::uint32_t kEach = 500;
    {
        std::vector<std::jthread> threads;
        for (std::uint32_t thread = 0; thread < kThreads; ++thread) {
            threads.emplace_back([&, thread] {
                for (std::uint32_t i = 0; i < kEach; ++i) publisher.publish(events(thread * kEach + i, 1));
            });
        }
    }
    publisher.drain(kPatience);
    BOOST_TEST(broker.count() == kThreads * kEach);
    BOOST_TEST(publisher.take_acknowledged().size() == kThreads * kEach);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::publishing
