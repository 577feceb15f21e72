#include <chrono>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "faults/load.hpp"
#include "faults/verdict.hpp"
#include "support/command.hpp"
#include "support/service.hpp"

namespace likes::test {
namespace {

/// Of a broker that nobody reaches, and of calls while it lasts.
std::chrono::seconds outage_time() {
    return std::chrono::seconds{is_long() ? 30 : 8};
}

/// A chat in which much has happened, and a listener who has heard of it all.
struct EverythingIsTold {
    EverythingIsTold() {
        change_likes(chat, history, wanted_calls() / 4);
        wait_until_told(chat, listener);
    }

    const Chat chat{kClients, 12};
    Listener listener{chat};
    History history;
};

BOOST_AUTO_TEST_SUITE(broker)

// What the broker had acknowledged and not delivered dies with it: so the listener reads when it is back.
BOOST_AUTO_TEST_CASE(a_broker_that_is_killed_fails_no_call_and_subscribers_end_with_the_truth) {
    const int kills = is_long() ? 4 : 2;
    const Chat chat{kClients, 12};
    Listener listener{chat};
    History history;
    const std::size_t calls_between = wanted_calls() / (static_cast<std::size_t>(kills) + 1);
    change_likes_while(chat, history, [&] {
        for (int i = 0; i < kills; ++i) {
            BOOST_REQUIRE(history.wait_for_more(calls_between));
            const std::size_t subscriptions = listener.subscriber().subscriptions();
            script("service", {"kill", "mosquitto"});
            script("service", {"start", "mosquitto"});
            BOOST_REQUIRE(listener.subscriber().wait_for_subscriptions(subscriptions + 1));
            listener.catch_up();
        }
        BOOST_REQUIRE(history.wait_for_more(calls_between));
    });
    BOOST_TEST(history.ambiguous() == 0U);
    check_evidence(chat, history, listener, std::to_string(kills) + " times mosquitto killed");
}

// Nobody tells anything between the return of the broker and that of the listener, which would not hear it: the clients
// make no calls, and the relay lacks its lease. So the listener hears of every change, also of those that were made
// when nobody could be told.
BOOST_FIXTURE_TEST_CASE(what_is_liked_while_the_broker_is_away_is_told_when_it_is_back, EverythingIsTold) {
    {
        const HeldLease lease;
        {
            StoppedService broker{"mosquitto"};
            const auto end = std::chrono::steady_clock::now() + outage_time();
            change_likes_while(chat, history, [&] {
                BOOST_REQUIRE(history.wait_for_more(wanted_calls() / 2));
                std::this_thread::sleep_until(end);
            });
            BOOST_TEST(chat.outbox_rows() > 0U);
            // What waits in their memory for its turn is gone as well.
            for (const std::string handler : {"like_message", "unlike_message"}) kill_workers_of(handler);
            broker.start();
        }
        BOOST_REQUIRE(listener.subscriber().wait_for_subscriptions(2));
    }
    wait_until_told(chat, listener);
    change_likes(chat, history, wanted_calls() / 4);
    BOOST_TEST(history.ambiguous() == 0U);
    check_evidence(chat, history, listener,
                   "mosquitto away for " + std::to_string(outage_time().count()) + " s, then 2 handlers killed");
}

// What was published to a broker that never acknowledged it has gone nowhere, and its rows must still be there when
// those who published it are gone as well. As above, the listener is back before anybody tells anything.
BOOST_FIXTURE_TEST_CASE(what_a_broker_was_sent_and_never_acknowledged_is_told_by_the_relay, EverythingIsTold) {
    {
        const HeldLease lease;
        {
            const FrozenService broker{"mosquitto"};
            change_likes(chat, history, wanted_calls() / 2);
            for (const std::string handler :
                 {"like_message", "unlike_message", "react_to_message", "unreact_to_message"}) {
                kill_workers_of(handler);
            }
            script("service", {"kill", "mosquitto"});
        }
        script("service", {"start", "mosquitto"});
        BOOST_REQUIRE(listener.subscriber().wait_for_subscriptions(2));
    }
    wait_until_told(chat, listener);
    change_likes(chat, history, wanted_calls() / 4);
    BOOST_TEST(history.ambiguous() == 0U);
    check_evidence(chat, history, listener, "mosquitto stopped (SIGSTOP), then killed with 4 handlers");
}

// The connections stay, and nobody answers on them. Few messages, so that what the broker finds when it wakes up fits
// into the queue of a subscriber.
BOOST_AUTO_TEST_CASE(a_broker_that_hangs_makes_no_call_wait) {
    constexpr std::chrono::seconds kTime{8};
    const Chat chat{kClients, 2};
    Listener listener{chat};
    History history;
    change_likes_while(chat, history,
                       [&] {
                           BOOST_REQUIRE(history.wait_for_more(wanted_calls() / 4));
                           {
                               const FrozenService broker{"mosquitto"};
                               const auto end = std::chrono::steady_clock::now() + kTime;
                               BOOST_REQUIRE(history.wait_for_more(wanted_calls() / 2));
                               std::this_thread::sleep_until(end);
                           }
                           BOOST_REQUIRE(history.wait_for_more(wanted_calls() / 4));
                       },
                       {.mixed = false});
    BOOST_TEST(history.ambiguous() == 0U);
    check_evidence(chat, history, listener, "mosquitto stopped (SIGSTOP) for 8 s");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
