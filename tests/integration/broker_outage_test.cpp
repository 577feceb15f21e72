#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "ledger.hpp"
#include "load.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/outage.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/subscriber.hpp"

namespace likes::test {
namespace {

BOOST_AUTO_TEST_SUITE(broker_outage)

BOOST_AUTO_TEST_CASE(what_happens_while_the_broker_is_down_is_told_when_it_is_back_by_whoever_is_left) {
    const Chat chat{6, 4};
    Subscriber subscriber{chat};
    Ledger ledger;
    // So that nobody tells anything before the device is back, which would not hear it.
    const HeldLease lease;
    {
        StoppedService broker{"mosquitto"};
        for (const auto& user : chat.members()) {
            Caller caller{user};
            for (const auto& message : chat.messages()) ledger.enter(user, message, true, caller.like(message));
            ledger.enter(user, chat.messages()[0], false, caller.unlike(chat.messages()[0]));
        }
        BOOST_TEST(chat.outbox_rows() == 30U);
        // What waited in their memory for its turn is gone as well.
        for (const std::string handler : {"like_message", "unlike_message"}) kill_workers_of(handler);
        broker.start();
    }
    BOOST_REQUIRE(subscriber.wait_for_subscriptions(2));
    HeldLease::release();
    ledger.check_tables(chat);
    ledger.check_events(chat, subscriber);
}

// A device does not hear what is published before it has come back, and the broker need not remember for it. That the
// outbox is empty in the end says that the broker has acknowledged an event for every change.
BOOST_AUTO_TEST_CASE(a_restart_of_the_broker_in_the_middle_fails_no_call_and_leaves_nothing_untold) {
    const Chat chat{8, 12};
    Subscriber subscriber{chat};
    Outage outage;
    Ledger ledger;
    change_likes_while([] { restart_service("mosquitto"); }, chat, outage, ledger);
    BOOST_TEST(outage.refusals() == 0U);
    ledger.check_tables(chat);
    BOOST_TEST(eventually([&] { return chat.outbox_rows() == 0; }));

    BOOST_REQUIRE(subscriber.wait_for_subscriptions(2));
    Caller caller{chat.members()[0]};
    for (const auto& message : chat.messages()) {
        const bool likes = caller.likes(message).state.is_liked;
        const auto state = likes ? caller.unlike(message) : caller.like(message);
        BOOST_REQUIRE(subscriber.wait_for_version(message, state.version));
        BOOST_TEST(subscriber.events(message).back().liked_by == state.liked_by, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
