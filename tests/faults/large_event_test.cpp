#include <chrono>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "faults/checker.hpp"
#include "faults/history.hpp"
#include "faults/links.hpp"
#include "faults/load.hpp"
#include "faults/verdict.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"

namespace likes::test {
namespace {

BOOST_AUTO_TEST_SUITE(large_event)

// What the outbox has of them, told in one event, would be more than the broker takes.
BOOST_AUTO_TEST_CASE(six_thousand_likes_of_a_message_while_the_broker_is_away_are_told_one_and_all) {
    constexpr std::size_t kMembers = 6'000;
    // The longer the ids, the fewer likes are too many.
    const Chat chat{kMembers, 1, "a-member-whose-id-is-about-as-long-as-ids-get"};
    Listener listener{chat};
    {
        const HeldLease lease;
        StoppedService broker{"mosquitto"};
        // With a slow database many likes share a transaction, and so a row of the outbox, of which the relay takes a
        // number at once.
        BackLinks links{{"like_message"}};
        links.database().delay(std::chrono::milliseconds{3});
        History history;
        like_at_once(chat.message(), chat.members(), history);
        BOOST_REQUIRE(history.acknowledged() == kMembers);
        broker.start();
        BOOST_REQUIRE(listener.subscriber().wait_for_subscriptions(2));
    }
    BOOST_TEST(eventually([&] { return chat.outbox_rows() == 0; }));
    // What could not be told is not to be in the way of other cases.
    chat.empty_outbox();
    const auto version = summary_row(chat.message()).version;
    BOOST_TEST(listener.subscriber().wait_for_version(chat.message(), version));

    const auto events = listener.subscriber().events();
    std::set<std::string> told;
    for (const auto& [user, likes] : changes_of(events)) {
        if (likes) told.insert(user);
    }
    BOOST_TEST(told.size() == kMembers);
    for (const auto& event : events) BOOST_TEST(event.bytes <= kBrokerPacketMax);
    BOOST_TEST(view_of(events, chat.message()).likes_count == kMembers);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
