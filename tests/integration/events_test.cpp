#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/crowd.hpp"
#include "support/json.hpp"
#include "support/subscriber.hpp"
#include "support/token.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

using Changes = std::vector<std::pair<std::string, bool>>;

void check_is_event_of(const Chat& chat, const Delivered& delivered) {
    BOOST_TEST(delivered.topic == "chats/" + chat.id() + "/events");
    BOOST_TEST(delivered.qos == 1);
    BOOST_TEST(!delivered.retained);
    BOOST_TEST(delivered.content_type == "application/json");
}

void check_same_state(const LikeEvent& event, const LikeState& state) {
    BOOST_TEST(event.message_id == state.message_id);
    BOOST_TEST(event.likes_count == state.likes_count);
    BOOST_TEST(event.liked_by == state.liked_by, boost::test_tools::per_element());
    BOOST_TEST((event.liked_at == state.liked_at));
    BOOST_TEST(event.truncated == state.truncated);
    BOOST_TEST(event.version == state.version);
}

BOOST_AUTO_TEST_SUITE(events)

BOOST_AUTO_TEST_CASE(a_like_is_told_in_the_envelope_of_the_seed) {
    const Chat chat{5};
    for (std::size_t i = 0; i < 4; ++i) Caller{chat.members()[i]}.like(chat.message());
    Subscriber subscriber{chat};
    const auto state = Caller{chat.members()[4]}.like(chat.message());
    BOOST_REQUIRE(subscriber.wait_for_version(chat.message(), 5));

    check_is_event_of(chat, subscriber.delivered().back());
    const auto event = subscriber.events().back();
    BOOST_TEST(event.type == "message_liked");
    BOOST_TEST(event.chat_id == chat.id());
    BOOST_TEST(event.likes_count == 5U);
    BOOST_TEST(event.liked_by == chat.members(), boost::test_tools::per_element());
    check_same_state(event, state);
    BOOST_TEST((event.changes.back() == std::pair{chat.members()[4], true}));
}

BOOST_AUTO_TEST_CASE(an_unlike_is_told_in_the_envelope_of_the_seed) {
    const Chat chat{5};
    for (const auto& user : chat.members()) Caller{user}.like(chat.message());
    Subscriber subscriber{chat};
    const auto state = Caller{chat.members()[4]}.unlike(chat.message());
    BOOST_REQUIRE(subscriber.wait_for_version(chat.message(), 6));

    check_is_event_of(chat, subscriber.delivered().back());
    const auto event = subscriber.events().back();
    BOOST_TEST(event.type == "message_unliked");
    BOOST_TEST(event.chat_id == chat.id());
    BOOST_TEST(event.likes_count == 4U);
    check_same_state(event, state);
    BOOST_TEST((event.changes.back() == std::pair{chat.members()[4], false}));
}

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

BOOST_AUTO_TEST_CASE(all_members_hear_the_same) {
    const Chat chat{2};
    Subscriber first{chat};
    Subscriber second{chat};
    Caller{chat.members()[0]}.like(chat.message());
    BOOST_REQUIRE(first.wait_for_version(chat.message(), 1));
    BOOST_REQUIRE(second.wait_for_version(chat.message(), 1));
    BOOST_TEST(first.delivered().front().payload == second.delivered().front().payload);
}

// That something does not come is known when something comes that was asked for later, of the same handler and in the
// same chat.

BOOST_AUTO_TEST_CASE(a_second_like_tells_nobody) {
    const Chat chat{2, 2};
    Subscriber subscriber{chat};
    Caller caller{chat.members()[0]};
    caller.like(chat.messages()[0]);
    BOOST_REQUIRE(subscriber.wait_for_version(chat.messages()[0], 1));
    for (int i = 0; i < 5; ++i) caller.like(chat.messages()[0]);
    caller.like(chat.messages()[1]);
    BOOST_REQUIRE(subscriber.wait_for_version(chat.messages()[1], 1));
    Caller{chat.members()[1]}.like(chat.messages()[0]);
    BOOST_REQUIRE(subscriber.wait_for_version(chat.messages()[0], 2));
    BOOST_TEST(changes_of(subscriber.events(chat.messages()[0])) ==
               (Changes{{chat.members()[0], true}, {chat.members()[1], true}}));
    BOOST_TEST(subscriber.delivered().size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_second_unlike_and_one_of_what_was_never_liked_tell_nobody) {
    const Chat chat{2, 2};
    Subscriber subscriber{chat};
    Caller caller{chat.members()[0]};
    for (const auto& message : chat.messages()) Caller{chat.members()[1]}.like(message);
    caller.like(chat.messages()[0]);
    // Told, so that the events of the unlikes tell of nothing else.
    BOOST_REQUIRE(subscriber.wait_for_version(chat.messages()[0], 2));
    BOOST_REQUIRE(subscriber.wait_for_version(chat.messages()[1], 1));
    caller.unlike(chat.messages()[0]);
    for (int i = 0; i < 5; ++i) caller.unlike(chat.messages()[0]);
    for (int i = 0; i < 5; ++i) caller.unlike(chat.messages()[1]);
    BOOST_REQUIRE(subscriber.wait_for_version(chat.messages()[0], 3));
    for (const auto& message : chat.messages()) Caller{chat.members()[1]}.unlike(message);
    BOOST_REQUIRE(subscriber.wait_for_version(chat.messages()[0], 4));
    BOOST_REQUIRE(subscriber.wait_for_version(chat.messages()[1], 2));
    std::vector<LikeEvent> unlikes = subscriber.events();
    std::erase_if(unlikes, [](const auto& event) { return event.type != "message_unliked"; });
    BOOST_TEST(unlikes.size() == 3U);
    BOOST_TEST(changes_of(unlikes).size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_call_that_fails_tells_nobody) {
    const Chat chat{1, 3};
    Subscriber subscriber{chat};
    Caller{unique_user("nobody")}.post(chat.messages()[0]);
    HttpClient{}.send(
        {"POST", like_path(chat.messages()[0]), {"Authorization: " + bearer_of_stranger(chat.members()[0])}, {}});
    delete_message(chat.messages()[1]);
    Caller caller{chat.members()[0]};
    caller.post(chat.messages()[1]);
    caller.like(chat.messages()[2]);
    BOOST_REQUIRE(subscriber.wait_for_version(chat.messages()[2], 1));
    BOOST_TEST(subscriber.delivered().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_chat_hears_nothing_of_another) {
    const Chat chat{1};
    const Chat other{1};
    Subscriber subscriber{chat};
    Caller{other.members()[0]}.like(other.message());
    Caller{chat.members()[0]}.like(chat.message());
    BOOST_REQUIRE(subscriber.wait_for_version(chat.message(), 1));
    BOOST_TEST(subscriber.delivered().size() == 1U);
}

BOOST_AUTO_TEST_CASE(who_subscribes_later_hears_nothing_of_before) {
    const Chat chat{1, 2};
    Caller caller{chat.members()[0]};
    Subscriber early{chat};
    caller.like(chat.messages()[0]);
    BOOST_REQUIRE(early.wait_for_version(chat.messages()[0], 1));
    Subscriber late{chat};
    caller.like(chat.messages()[1]);
    BOOST_REQUIRE(late.wait_for_version(chat.messages()[1], 1));
    BOOST_TEST(late.delivered().size() == 1U);
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
    check_same_state(events.back(), people.front().likes(chat.message()).state);
}

// Likes and unlikes are told by different processes; a device must not take the one for newer than the other.
BOOST_AUTO_TEST_CASE(a_second_device_ends_with_the_right_own_flag_whichever_processes_told_of_it) {
    const Chat chat{3};
    const std::string& message = chat.message();
    Caller first{chat.members()[0]};
    Caller own{chat.members()[1]};
    Caller last{chat.members()[2]};
    Subscriber device{chat};
    first.like(message);
    own.like(message);
    own.unlike(message);
    last.like(message);
    BOOST_REQUIRE(device.wait_for_version(message, 4));

    const auto view = view_of(device.events(), message);
    BOOST_TEST(view.version >= 4U);
    BOOST_TEST(view.flags.at(own.user()) == own.likes(message).state.is_liked);
}

BOOST_AUTO_TEST_CASE(an_event_names_each_user_once_however_often_they_change_their_mind) {
    constexpr std::size_t kUsers = 8;
    constexpr std::size_t kChangesEach = 51;
    const Chat chat{kUsers};
    Subscriber subscriber{chat};
    all_at_once(kUsers, [&](std::size_t i) {
        Caller caller{chat.members()[i]};
        for (std::size_t change = 0; change < kChangesEach; ++change) {
            change % 2 == 0 ? caller.like(chat.message()) : caller.unlike(chat.message());
        }
    });
    BOOST_REQUIRE(subscriber.wait_for_version(chat.message(), kUsers * kChangesEach));
    for (const auto& event : subscriber.events()) {
        std::set<std::string> named;
        for (const auto& [user, liked] : event.changes) BOOST_TEST(named.insert(user).second);
    }
    const auto view = view_of(subscriber.events(), chat.message());
    for (const auto& user : chat.members()) BOOST_TEST(view.flags.at(user));
}

BOOST_AUTO_TEST_CASE(the_type_of_an_event_is_what_happened_last) {
    constexpr std::uint64_t kChanges = 30;
    const Chat chat{kChanges};
    Subscriber subscriber{chat};
    for (const auto& user : chat.members()) Caller{user}.like(chat.message());
    BOOST_REQUIRE(subscriber.wait_for_version(chat.message(), kChanges));
    for (const auto& user : chat.members()) Caller{user}.unlike(chat.message());
    BOOST_REQUIRE(subscriber.wait_for_version(chat.message(), 2 * kChanges));
    for (const auto& event : subscriber.events()) {
        BOOST_TEST_CONTEXT("version " << event.version) {
            BOOST_TEST(event.type == (event.version <= kChanges ? "message_liked" : "message_unliked"));
            BOOST_TEST(event.changes.back().second == (event.version <= kChanges));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_is_told_leaves_the_outbox) {
    const Chat chat{3};
    for (const auto& user : chat.members()) Caller{user}.like(chat.message());
    Caller{chat.members()[0]}.unlike(chat.message());
    BOOST_TEST(eventually([&] { return chat.outbox_rows() == 0; }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
