#include "publishing/delayed_publisher.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/time.hpp"
#include "database/errors.hpp"
#include "publishing/event_json.hpp"
#include "unit/publishing/fakes.hpp"
#include "unit/runtime/captured_log.hpp"

namespace likes::publishing::delayed_publisher_test {

using likes::test::CapturedLog;
using namespace publishing::test;
using namespace std::chrono_literals;

using Asked = FakeDueEvents::Asked;
using Taken = store::DueEvents::Taken;

constexpr Time kStart{1'800'000'000s};

PendingEvent pending(std::uint32_t number, Time due) {
    return {event(number).chat, event(number).target, due};
}

std::vector<Uuid> messages_of(const Asked& asked) {
    std::vector<Uuid> messages;
    for (const auto& each : asked) messages.push_back(each.target.message);
    std::sort(messages.begin(), messages.end());
    return messages;
}

std::vector<Uuid> messages(std::initializer_list<std::uint32_t> numbers) {
    std::vector<Uuid> ids;
    for (const auto number : numbers) ids.push_back(event(number).target.message);
    return ids;
}

/// A source of events on a clock that stands still unless a test moves it.
struct Fixture {
    std::unique_ptr<DelayedPublisher> make(std::function<Taken(const Asked&)> take = FakeDueEvents::take_all,
                                           Clock clock = {}) {
        SteadyClock steady_clock = std::chrono::steady_clock::now;
        if (!clock) {
            clock = [this] { return now.load(); };
            steady_clock = [this] { return SteadyTime{now.load() - kStart}; };
        }
        return std::make_unique<DelayedPublisher>(std::make_unique<FakeDueEvents>(asked, std::move(take)),
                                                  std::move(clock), std::move(steady_clock), 100ms, publisher);
    }

    std::atomic<Time> now{kStart};
    Calls<Asked> asked;
    FakeBroker broker;
    Publisher& publisher = broker.publisher;
};

BOOST_FIXTURE_TEST_SUITE(delayed_publisher, Fixture)

BOOST_AUTO_TEST_CASE(nothing_is_asked_for_before_its_turn) {
    const auto delayed = make();
    delayed->schedule({});
    delayed->schedule({pending(1, kStart + 1us), pending(2, kStart)});
    const auto first = asked.wait_for(1);
    BOOST_REQUIRE(first.size() == 1U);
    BOOST_TEST((messages_of(first[0]) == messages({2})));
    now = kStart + 1us;
    // It wakes up for this one, and finds the other.
    delayed->schedule({pending(3, kStart)});
    Asked then;
    for (std::size_t calls = 2; then.size() < 2; ++calls) {
        const auto all = asked.wait_for(calls);
        BOOST_REQUIRE(all.size() >= calls);
        then.insert(then.end(), all[calls - 1].begin(), all[calls - 1].end());
    }
    BOOST_TEST((messages_of(then) == messages({1, 3})));
}

BOOST_AUTO_TEST_CASE(of_one_target_that_is_scheduled_twice_there_is_one_event_at_the_first_time) {
    const auto delayed = make();
    delayed->schedule({pending(1, kStart + 1h), pending(2, kStart + 1h), pending(1, kStart + 3h)});
    delayed->schedule({pending(2, kStart + 2h)});
    now = kStart + 1h;
    delayed->finish();
    Asked all;
    for (const auto& each : asked.all()) all.insert(all.end(), each.begin(), each.end());
    BOOST_TEST((messages_of(all) == messages({1, 2})));
    for (const auto& each : all) BOOST_TEST((each.due == kStart + 1h));
}

BOOST_AUTO_TEST_CASE(an_event_whose_turn_has_come_is_published_and_its_target_may_be_scheduled_again) {
    const auto delayed = make();
    for (std::size_t i = 1; i <= 3; ++i) {
        delayed->schedule({pending(1, kStart)});
        const auto published = broker.wait_for(i);
        BOOST_REQUIRE(published.size() == i);
        BOOST_TEST(published.back().payload == to_json(FakeDueEvents::take_all({pending(1, kStart)}).events.at(0)));
        BOOST_TEST(asked.wait_for(i).size() == i);
    }
}

BOOST_AUTO_TEST_CASE(who_finds_that_another_took_the_turn_waits_for_the_next) {
    const auto delayed = make([&, first = true](const Asked& all) mutable {
        if (!std::exchange(first, false)) return FakeDueEvents::take_all(all);
        return Taken{{}, {pending(1, kStart + 1ms)}};
    });
    delayed->schedule({pending(1, kStart)});
    BOOST_REQUIRE(asked.wait_for(1).size() == 1U);
    BOOST_TEST(broker.count() == 0U);
    now = kStart + 1ms;
    const auto all = asked.wait_for(2);
    BOOST_REQUIRE(all.size() == 2U);
    BOOST_TEST((all[1].at(0).due == kStart + 1ms));
    BOOST_TEST(broker.wait_for(1).size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_another_has_published_is_not_published_again) {
    const auto delayed = make([](const Asked&) { return Taken{}; });
    delayed->schedule({pending(1, kStart)});
    BOOST_REQUIRE(asked.wait_for(1).size() == 1U);
    delayed->finish();
    publisher.drain(test::kPatience);
    BOOST_TEST(broker.count() == 0U);
    BOOST_TEST(asked.all().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_source_that_fails_leaves_its_events_to_the_relay_and_goes_on) {
    const CapturedLog log{"warning"};
    const auto delayed = make([failures = 0](const Asked& all) mutable {
        ++failures;
        if (failures == 1) throw database::Unavailable{"the database is away"};
        if (failures == 2) throw std::runtime_error{"no such table"};
        return FakeDueEvents::take_all(all);
    });
    for (std::uint32_t i = 1; i <= 3; ++i) {
        delayed->schedule({pending(i, kStart)});
        BOOST_REQUIRE(asked.wait_for(i).size() == i);
    }
    const auto published = broker.wait_for(1);
    BOOST_REQUIRE(published.size() == 1U);
    BOOST_TEST(published[0].payload.find(event(3).target.message.to_string()) != std::string::npos);
    delayed->finish();
    BOOST_TEST(asked.all().size() == 3U);
    BOOST_TEST(log.lines().size() == 2U);
    BOOST_TEST(log.text().find("the database is away") != std::string::npos);
    BOOST_TEST(log.text().find("no such table") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(one_transaction_takes_64_targets_and_the_next_the_others) {
    const auto delayed = make();
    std::vector<PendingEvent> many;
    for (std::uint32_t i = 0; i < 150; ++i) many.push_back(pending(i, kStart));
    delayed->schedule(many);
    const auto all = asked.wait_for(3);
    BOOST_REQUIRE(all.size() == 3U);
    BOOST_TEST(all[0].size() == 64U);
    BOOST_TEST(all[1].size() == 64U);
    BOOST_TEST(all[2].size() == 22U);
    BOOST_TEST(broker.wait_for(150).size() == 150U);
}

BOOST_AUTO_TEST_CASE(a_turn_comes_by_itself_and_finish_waits_for_those_that_are_left) {
    std::atomic<Time> asked_at{};
    const auto delayed = make(
        [&](const Asked& all) {
            asked_at = system_now();
            return FakeDueEvents::take_all(all);
        },
        system_now);
    const Time due = system_now() + 50ms;
    delayed->schedule({pending(1, due), pending(2, due + 50ms)});
    BOOST_REQUIRE(asked.wait_for(1).size() == 1U);
    BOOST_TEST((asked_at.load() >= due));
    for (int i = 0; i < 2; ++i) delayed->finish();
    BOOST_TEST((asked_at.load() >= due + 50ms));
    publisher.drain(test::kPatience);
    BOOST_TEST(broker.count() == 2U);
}

BOOST_AUTO_TEST_CASE(more_than_a_hundred_thousand_are_left_to_the_relay) {
    constexpr std::uint32_t kMax = 100'000;
    const auto delayed = make([](const Asked&) { return Taken{}; });
    std::vector<PendingEvent> many;
    for (std::uint32_t i = 0; i < kMax; ++i) many.push_back(pending(i, kStart + 1h));
    delayed->schedule(many);
    delayed->schedule({pending(kMax, kStart + 1h)});
    now = kStart + 1h;
    delayed->finish();
    std::size_t count = 0;
    for (const auto& each : asked.all()) count += each.size();
    BOOST_TEST(count == kMax);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::publishing::delayed_publisher_test
