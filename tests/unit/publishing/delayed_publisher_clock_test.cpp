#include <atomic>
#include <chrono>
#include <cstddef>
#include <memory>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "publishing/delayed_publisher.hpp"
#include "unit/publishing/fakes.hpp"

namespace likes::publishing::delayed_publisher_clock_test {

using test::Calls;
using test::event;
using test::FakeBroker;
using test::FakeDueEvents;
using namespace std::chrono_literals;

using Asked = FakeDueEvents::Asked;

constexpr Time kStart{1'800'000'000s};
constexpr std::chrono::microseconds kInterval = 100ms;

PendingEvent pending(std::uint32_t number, Time due) {
    return {event(number).chat, event(number).target, due};
}

/// A publisher with a clock that somebody sets, and the time that passes.
struct Fixture {
    std::atomic<Time> clock{kStart};
    std::atomic<SteadyTime> steady{SteadyTime{1h}};
    Calls<Asked> asked;
    FakeBroker broker;
    Publisher& publisher = broker.publisher;
    DelayedPublisher delayed{std::make_unique<FakeDueEvents>(asked), [this] { return clock.load(); },
                             [this] { return steady.load(); }, kInterval, publisher};

    void pass(std::chrono::microseconds duration) { steady = steady.load() + duration; }
};

BOOST_FIXTURE_TEST_SUITE(delayed_publisher_and_the_clock, Fixture)

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_back_delays_nothing) {
    delayed.schedule({pending(1, kStart + kInterval)});
    clock = kStart - 600s;
    pass(kInterval);
    BOOST_TEST(asked.wait_for(1).size() == 1U);
}

BOOST_AUTO_TEST_CASE(nothing_waits_longer_than_the_interval_and_a_second_not_even_at_the_end) {
    delayed.schedule({pending(1, kStart + 600s)});
    pass(kInterval + 1s - 1us);
    delayed.schedule({pending(2, kStart)});
    const auto first = asked.wait_for(1);
    BOOST_REQUIRE(first.size() == 1U);
    BOOST_REQUIRE(first[0].size() == 1U);
    BOOST_TEST((first[0][0].target == event(2).target));
    pass(1us);
    delayed.finish();
    BOOST_TEST(asked.all().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_ahead_publishes_at_once) {
    clock = kStart + 600s;
    delayed.schedule({pending(1, kStart + kInterval)});
    BOOST_TEST(asked.wait_for(1).size() == 1U);
}

BOOST_AUTO_TEST_CASE(who_is_due_first_is_first) {
    constexpr std::uint32_t kMany = 150;
    std::vector<PendingEvent> many;
    for (std::uint32_t i = kMany; i > 0; --i) many.push_back(pending(i, kStart + i * 1us));
    delayed.schedule(many);
    pass(kInterval);
    delayed.finish();
    std::uint32_t next = 1;
    for (const auto& part : asked.all()) {
        for (const auto& each : part) BOOST_TEST((each.target == event(next++).target));
    }
    BOOST_TEST(next == kMany + 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::publishing::delayed_publisher_clock_test
