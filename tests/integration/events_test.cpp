#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/subscriber.hpp"

namespace likes::test {
namespace {

using Changes = std::vector<std::pair<std::string, bool>>;

BOOST_AUTO_TEST_SUITE(events)

BOOST_AUTO_TEST_CASE(every_change_is_told_once_and_in_order) {
    const Chat chat{1, 6};
    Subscriber subscriber{chat};
    Caller caller{chat.members()[0]};
    for (const auto& message : chat.messages()) caller.like(message);
    for (const auto& message : chat.messages()) {
        BOOST_REQUIRE(subscriber.wait_for_version(message, 1));
        caller.unlike(message);
        BOOST_REQUIRE(subscriber.wait_for_version(message, 2));
    }
    for (const auto& message : chat.messages()) {
        const auto events = subscriber.events(message);
        BOOST_REQUIRE(events.size() == 2U);
        BOOST_TEST(events[0].type == "message_liked");
        BOOST_TEST(events[0].changes == (Changes{{caller.user(), true}}));
        BOOST_TEST(events[1].type == "message_unliked");
        BOOST_TEST(events[1].changes == (Changes{{caller.user(), false}}));
    }
}

BOOST_AUTO_TEST_CASE(a_hot_message_tells_all_its_changes_in_few_events) {
    constexpr std::size_t kUsers = 300;
    const Chat chat{kUsers};
    std::vector<Caller> people;
    for (const auto& user : chat.members()) people.emplace_back(user);
    Subscriber subscriber{chat};

    const auto start = std::chrono::steady_clock::now();
    Changes liked;
    for (auto& person : people) {
        person.like(chat.message());
        liked.emplace_back(person.user(), true);
    }
    BOOST_REQUIRE(subscriber.wait_for_version(chat.message(), kUsers));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;

    // Ten a second are allowed and the first goes out at once. The slower the machine, the more there may be.
    const auto events = subscriber.events();
    BOOST_TEST(static_cast<double>(events.size()) <= 10 * took.count() + 5);
    // At least once, and in order. Should a process have stalled, the relay told of some again.
    Changes told;
    for (auto& change : changes_of(events)) {
        if (std::find(told.begin(), told.end(), change) == told.end()) told.push_back(std::move(change));
    }
    BOOST_TEST(told == liked);
    for (std::size_t i = 1; i < events.size(); ++i) BOOST_TEST(events[i - 1].version < events[i].version);
    for (const auto& event : events) BOOST_TEST(event.likes_count == event.version);
    const auto state = people.front().likes(chat.message()).state;
    BOOST_TEST(events.back().liked_by == state.liked_by, boost::test_tools::per_element());
    BOOST_TEST((events.back().liked_at == state.liked_at));
    BOOST_TEST(events.back().truncated);
    BOOST_TEST(state.truncated);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
