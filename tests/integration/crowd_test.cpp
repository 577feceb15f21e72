#include "support/crowd.hpp"

#include <algorithm>
#include <atomic>
#include <set>
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

template <class Item>
std::set<Item> as_set(const std::vector<Item>& items) {
    return {items.begin(), items.end()};
}

Changes everybody(const std::vector<std::string>& users, bool liked) {
    Changes changes;
    for (const auto& user : users) changes.emplace_back(user, liked);
    return changes;
}

void check_grows(const std::vector<LikeEvent>& events) {
    for (std::size_t i = 1; i < events.size(); ++i) BOOST_TEST(events[i - 1].version < events[i].version);
}

BOOST_AUTO_TEST_SUITE(crowd)

BOOST_AUTO_TEST_CASE(nobody_starves_when_more_call_at_once_than_a_handler_serves) {
    // Each calls again at once, on a connection that nginx and the handler would like to keep, until all were answered.
    constexpr std::size_t kPeople = 192;  // A handler serves 128 calls at the same time.
    constexpr std::size_t kCallsEach = 20;
    const Chat chat{kPeople};
    std::atomic<std::size_t> unanswered = kPeople;
    std::atomic<std::size_t> refused = 0;
    all_at_once(kPeople, [&](std::size_t i) {
        Caller caller{chat.members()[i]};
        for (std::size_t call = 1; unanswered > 0 && refused == 0; ++call) {
            constexpr int kOk = 200;
            const bool likes = call % 2 == 1;
            if (caller.send(likes ? "POST" : "DELETE", like_path(chat.message())).status != kOk) ++refused;
            if (call == kCallsEach) --unanswered;
        }
    });
    BOOST_TEST(refused == 0U);
}

BOOST_AUTO_TEST_CASE(sixty_four_at_once_are_counted_exactly) {
    constexpr std::size_t kUsers = 64;
    const Chat chat{kUsers};
    const std::string& message = chat.message();
    std::vector<Caller> people;
    for (const auto& user : chat.members()) people.emplace_back(user);
    Subscriber subscriber{chat};
    std::vector<LikeState> states(kUsers);

    all_at_once(kUsers, [&](std::size_t i) { states[i] = people[i].like(message); });

    std::set<std::uint64_t> versions;
    for (std::size_t i = 0; i < kUsers; ++i) {
        const auto& state = states[i];
        versions.insert(state.version);
        BOOST_TEST_CONTEXT("version " << state.version) {
            BOOST_TEST(state.likes_count == state.version);
            BOOST_TEST(state.liked_by.size() == state.version);
            BOOST_TEST(state.liked_by.back() == people[i].user());
            BOOST_TEST(state.is_liked);
        }
    }
    // As many versions as likes, none twice, none left out.
    BOOST_TEST(versions.size() == kUsers);
    BOOST_TEST(*versions.rbegin() == kUsers);
    BOOST_TEST(people[0].likes(message).state.likes_count == kUsers);
    BOOST_TEST((as_set(rows_of_reactions(message)) == as_set(chat.members())));
    BOOST_TEST(rows_of_reactions(message).size() == kUsers);
    BOOST_TEST(summary_row(message).total == kUsers);
    BOOST_TEST(summary_row(message).version == kUsers);

    BOOST_REQUIRE(subscriber.wait_for_version(message, kUsers));
    auto events = subscriber.events();
    check_grows(events);
    BOOST_TEST(events.back().likes_count == kUsers);
    BOOST_TEST((as_set(changes_of(events)) == as_set(everybody(chat.members(), true))));

    all_at_once(kUsers, [&](std::size_t i) { states[i] = people[i].unlike(message); });

    for (const auto& state : states) {
        versions.insert(state.version);
        BOOST_TEST(state.likes_count == 2 * kUsers - state.version);
        BOOST_TEST(!state.is_liked);
    }
    BOOST_TEST(versions.size() == 2 * kUsers);
    BOOST_TEST(*versions.rbegin() == 2 * kUsers);
    BOOST_TEST(people[0].likes(message).state.likes_count == 0U);
    BOOST_TEST(rows_of_reactions(message).empty());
    BOOST_TEST(summary_row(message).total == 0U);
    BOOST_TEST(summary_row(message).version == 2 * kUsers);

    BOOST_REQUIRE(subscriber.wait_for_version(message, 2 * kUsers));
    events = subscriber.events();
    check_grows(events);
    BOOST_TEST(events.back().likes_count == 0U);
    events.erase(events.begin(),
                 std::find_if(events.begin(), events.end(), [](const auto& event) { return event.version > kUsers; }));
    BOOST_TEST((as_set(changes_of(events)) == as_set(everybody(chat.members(), false))));
}

BOOST_AUTO_TEST_CASE(one_user_on_sixty_four_connections_likes_once) {
    constexpr std::size_t kConnections = 64;
    const Chat chat{1};
    std::vector<Caller> devices;
    for (std::size_t i = 0; i < kConnections; ++i) devices.emplace_back(chat.members()[0]);
    Subscriber subscriber{chat};
    std::vector<LikeState> states(kConnections);

    all_at_once(kConnections, [&](std::size_t i) { states[i] = devices[i].like(chat.message()); });

    for (const auto& state : states) {
        BOOST_TEST(state.likes_count == 1U);
        BOOST_TEST(state.version == 1U);
        BOOST_TEST(state.is_liked);
    }
    BOOST_TEST(rows_of_reactions(chat.message()).size() == 1U);
    BOOST_TEST(summary_row(chat.message()).version == 1U);
    devices[0].unlike(chat.message());
    BOOST_REQUIRE(subscriber.wait_for_version(chat.message(), 2));
    BOOST_TEST(changes_of(subscriber.events()) == (Changes{{chat.members()[0], true}, {chat.members()[0], false}}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
