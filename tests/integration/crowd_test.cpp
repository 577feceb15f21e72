#include "support/crowd.hpp"

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/service.hpp"
#include "support/subscriber.hpp"

namespace likes::test {
namespace {

using Changes = std::vector<std::pair<std::string, bool>>;

std::set<std::string> as_set(const std::vector<std::string>& users) {
    return {users.begin(), users.end()};
}

std::set<std::pair<std::string, bool>> as_set(const Changes& changes) {
    return {changes.begin(), changes.end()};
}

std::set<std::pair<std::string, bool>> everybody(const std::vector<std::string>& users, bool liked) {
    std::set<std::pair<std::string, bool>> changes;
    for (const auto& user : users) changes.emplace(user, liked);
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
    BOOST_TEST((as_set(changes_of(events)) == everybody(chat.members(), true)));

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
    BOOST_TEST((as_set(changes_of(events)) == everybody(chat.members(), false)));
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

BOOST_AUTO_TEST_CASE(likes_and_unlikes_of_the_same_users_at_once_leave_one_truth) {
    constexpr std::size_t kUsers = 8;
    constexpr std::size_t kDevicesPerUser = 2;
    constexpr int kCalls = 150;
    const Chat chat{kUsers, 12};
    Subscriber subscriber{chat};
    std::vector<std::map<std::string, std::uint64_t>> newest(kUsers * kDevicesPerUser);

    all_at_once(kUsers * kDevicesPerUser, [&](std::size_t device) {
        Caller caller{chat.members()[device % kUsers]};
        std::mt19937 random{static_cast<unsigned>(device)};
        for (int i = 0; i < kCalls; ++i) {
            const auto& message = chat.messages()[random() % chat.messages().size()];
            const bool like = random() % 2 == 0;
            const auto state = like ? caller.like(message) : caller.unlike(message);
            const bool is_named =
                std::find(state.liked_by.begin(), state.liked_by.end(), caller.user()) != state.liked_by.end();
            if (state.is_liked != like || is_named != like || state.liked_by.size() != state.likes_count) {
                throw std::runtime_error{"an answer contradicts itself"};
            }
            // One device, one call after another: what it is told never gets older.
            auto& known = newest[device][message];
            if (state.version < known) throw std::runtime_error{"a version went back"};
            known = state.version;
        }
    });

    Caller reader{chat.members()[0]};
    for (const auto& message : chat.messages()) {
        BOOST_TEST_CONTEXT("message " << message) {
            const auto summary = summary_row(message);
            const auto rows = rows_of_reactions(message);
            const auto state = reader.likes(message).state;
            BOOST_TEST(summary.total == rows.size());
            BOOST_TEST(state.likes_count == rows.size());
            BOOST_TEST(state.version == summary.version);
            BOOST_TEST(state.liked_by == rows, boost::test_tools::per_element());
            for (const auto& device : newest) {
                if (const auto known = device.find(message); known != device.end()) {
                    BOOST_TEST(known->second <= state.version);
                }
            }
            BOOST_REQUIRE(subscriber.wait_for_version(message, summary.version));
            const auto view = view_of(subscriber.events(), message);
            BOOST_TEST(view.version == summary.version);
            BOOST_TEST(view.liked_by == rows, boost::test_tools::per_element());
            // Nobody's flag is wrong, however often they changed their mind on two devices.
            for (const auto& [user, liked] : view.flags) {
                BOOST_TEST(liked == (std::find(rows.begin(), rows.end(), user) != rows.end()));
            }
            for (const auto& user : rows) BOOST_TEST(view.flags.contains(user));
        }
    }
    BOOST_TEST(eventually([&] { return chat.outbox_rows() == 0; }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
