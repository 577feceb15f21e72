#include "publishing/publisher.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <sys/eventfd.h>

#include "runtime/counters.hpp"
#include "unit/publishing/fakes.hpp"
#include "unit/runtime/captured_log.hpp"

namespace likes::publishing::publisher_test {

using likes::test::CapturedLog;
using namespace publishing::test;
using namespace std::chrono_literals;

/// A publisher whose client is the test.
struct Fixture {
    Fixture() { publisher.connection_began(); }

    /// How often the client was woken since it looked last.
    eventfd_t wake_ups() {
        eventfd_t count = 0;
        eventfd_read(publisher.wakes(), &count);
        return count;
    }

    /// The messages of the events that wait.
    std::vector<Uuid> take() {
        std::vector<Uuid> messages;
        for (const auto& message : publisher.take()) messages.push_back(std::get<Event>(message).target.message);
        return messages;
    }

    static std::vector<Uuid> messages(std::uint32_t first, std::uint32_t count) {
        std::vector<Uuid> messages;
        for (const auto& event : events(first, count)) messages.push_back(event.target.message);
        return messages;
    }

    /// The client leaves that the broker has acknowledged that event.
    void acknowledge(std::uint32_t number) {
        publisher.leave({1, 0, {{event(number).chat, event(number).target, event(number).outbox_ids}}});
    }

    Publisher publisher;
};

BOOST_FIXTURE_TEST_SUITE(publisher, Fixture)

BOOST_AUTO_TEST_CASE(what_is_published_is_taken_at_once_and_in_the_order_in_which_it_came) {
    for (std::uint32_t i = 0; i < 1000; i += 10) publisher.publish(events(i, 10));
    publisher.publish({});
    BOOST_TEST((take() == messages(0, 1000)));
    BOOST_TEST(take().empty());
}

BOOST_AUTO_TEST_CASE(a_batch_wakes_the_client_once) {
    for (std::uint32_t i = 0; i < 5; ++i) publisher.publish(events(i, 1));
    BOOST_TEST(publisher.publish("topic", "{}"));
    BOOST_TEST(wake_ups() == 1U);
    BOOST_TEST(publisher.take().size() == 6U);
    publisher.publish(events(6, 1));
    BOOST_TEST(wake_ups() == 1U);
    publisher.publish({});
    BOOST_TEST(wake_ups() == 0U);
}

BOOST_AUTO_TEST_CASE(a_client_that_takes_needs_no_wake_up_of_before) {
    publisher.publish(events(1, 1));
    publisher.take();
    BOOST_TEST(wake_ups() == 0U);
}

BOOST_AUTO_TEST_CASE(without_a_connection_nothing_is_taken_and_events_are_left_to_the_relay) {
    BOOST_TEST(publisher.connection_ended());
    BOOST_TEST(!publisher.connection_ended());
    const auto not_sent = runtime::counters().events_not_sent.value();
    publisher.publish(events(1, 3));
    BOOST_TEST(!publisher.publish("topic", "{}"));
    BOOST_TEST(!publisher.publish_once(1, "topic", "{}"));
    BOOST_TEST(runtime::counters().events_not_sent.value() == not_sent + 3);
    BOOST_TEST(wake_ups() == 0U);
    BOOST_TEST(publisher.take().empty());
    BOOST_TEST(publisher.wait_until_answered(0ms));
}

BOOST_AUTO_TEST_CASE(what_waits_when_the_connection_ends_waits_for_the_next_one_and_wakes_the_client_then) {
    publisher.publish(events(1, 2));
    publisher.connection_ended();
    BOOST_TEST(wake_ups() == 1U);
    BOOST_TEST(!publisher.wait_until_answered(0ms));
    publisher.connection_began();
    BOOST_TEST(publisher.connection() == 2U);
    BOOST_TEST(wake_ups() == 1U);
    BOOST_TEST((take() == messages(1, 2)));
}

BOOST_AUTO_TEST_CASE(more_than_ten_thousand_that_are_not_answered_are_left_to_the_relay_and_nobody_waits) {
    constexpr std::uint32_t kMax = 10'000;
    publisher.publish(events(0, 1));
    BOOST_TEST(take().size() == 1U);
    publisher.publish(events(1, kMax - 1));
    const auto not_sent = runtime::counters().events_not_sent.value();
    publisher.publish(events(kMax, 3));
    BOOST_TEST(!publisher.publish("topic", "{}"));
    BOOST_TEST(runtime::counters().events_not_sent.value() == not_sent + 3);
    BOOST_TEST(take().size() == kMax - 1);
    publisher.publish(events(kMax, 1));
    BOOST_TEST(publisher.take().empty());
    // There is room again.
    acknowledge(0);
    publisher.publish(events(kMax + 1, 1));
    BOOST_TEST((take() == messages(kMax + 1, 1)));
}

BOOST_AUTO_TEST_CASE(what_is_acknowledged_is_taken_once) {
    publisher.publish(events(1, 2));
    take();
    acknowledge(1);
    acknowledge(2);
    const auto acknowledged = publisher.take_acknowledged();
    BOOST_REQUIRE(acknowledged.size() == 2U);
    BOOST_TEST((acknowledged[0].target == event(1).target));
    BOOST_TEST((acknowledged[1].target == event(2).target));
    BOOST_TEST(publisher.take_acknowledged().empty());
    BOOST_TEST(publisher.take_failures() == 0U);
}

BOOST_AUTO_TEST_CASE(of_what_is_acknowledged_a_hundred_thousand_are_kept) {
    for (std::uint32_t i = 0; i < 101; ++i) {
        publisher.publish(events(0, 1000));
        take();
        publisher.leave({1000, 0, std::vector<PublishedEvent>(1000, {event(0).chat, event(0).target, {}})});
    }
    BOOST_TEST(publisher.take_acknowledged().size() == 100'000U);
    BOOST_TEST(publisher.wait_until_answered(0ms));
}

BOOST_AUTO_TEST_CASE(what_fails_is_answered_and_counted_once) {
    BOOST_TEST(publisher.publish("topic", "{}"));
    BOOST_TEST(publisher.publish("topic", "{}"));
    publisher.take();
    publisher.leave({1, 1, {}});
    BOOST_TEST(!publisher.wait_until_answered(0ms));
    publisher.leave({1, 0, {}});
    BOOST_TEST(publisher.wait_until_answered(0ms));
    BOOST_TEST(publisher.take_failures() == 1U);
    BOOST_TEST(publisher.take_failures() == 0U);
}

BOOST_AUTO_TEST_CASE(what_is_published_once_names_the_connection_and_no_other_is_taken) {
    publisher.connection_ended();
    publisher.connection_began();
    for (const std::uint64_t connection : {1, 2, 3}) {
        BOOST_TEST(publisher.publish_once(connection, "topic", "{}") == (connection == 2));
    }
    const auto taken = publisher.take();
    BOOST_REQUIRE(taken.size() == 1U);
    BOOST_TEST(std::get<Text>(taken[0]).connection == 2U);
}

BOOST_AUTO_TEST_CASE(drain_waits_until_everything_is_taken_and_answered) {
    publisher.publish(events(1, 3));
    std::thread client{[&] {
        take();
        for (std::uint32_t i = 1; i <= 3; ++i) acknowledge(i);
    }};
    publisher.drain(kPatience);
    BOOST_TEST(publisher.take_acknowledged().size() == 3U);
    client.join();
}

BOOST_AUTO_TEST_CASE(drain_waits_no_longer_than_its_patience_and_says_so) {
    publisher.publish(events(1, 1));
    const CapturedLog log{"warning"};
    publisher.drain(10ms);
    BOOST_REQUIRE(log.lines().size() == 1U);
    BOOST_TEST(log.lines()[0].find("left to the relay") != std::string::npos);
    BOOST_TEST(publisher.take_acknowledged().empty());
}

BOOST_AUTO_TEST_CASE(many_may_publish_at_the_same_time) {
    constexpr std::uint32_t kThreads = 4;
    constexpr std::uint32_t kEach = 500;
    FakeBroker broker;
    {
        std::vector<std::jthread> threads;
        for (std::uint32_t thread = 0; thread < kThreads; ++thread) {
            threads.emplace_back([&, thread] {
                for (std::uint32_t i = 0; i < kEach; ++i) broker.publisher.publish(events(thread * kEach + i, 1));
            });
        }
    }
    broker.publisher.drain(kPatience);
    BOOST_TEST(broker.count() == kThreads * kEach);
    BOOST_TEST(broker.publisher.take_acknowledged().size() == kThreads * kEach);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::publishing::publisher_test
