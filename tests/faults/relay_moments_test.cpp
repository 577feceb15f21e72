#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "database/session.hpp"
#include "faults/broker_queue.hpp"
#include "faults/load.hpp"
#include "faults/relay_process.hpp"
#include "faults/verdict.hpp"
#include "runtime/log.hpp"
#include "support/command.hpp"
#include "support/patience.hpp"
#include "support/row_lock.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"

// A relay is killed where it hurts most. It needs no hook for that: each moment is reached by taking away what the
// relay needs next, and recognized by what can be seen from outside.
namespace likes::test {
namespace {

struct OncePerProcess {
    OncePerProcess() { log::init("relay_moments_test", "error"); }
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

using Kill = std::function<void()>;

struct Scene {
    const Chat& chat;
    Listener& listener;
    /// Starts a relay.
    const std::vector<std::string>& command;
};

bool relay_waits_for_a_lock() {
    // InnoDB makes the view anew only if nobody has asked for a tenth of a second.
    constexpr std::chrono::milliseconds kLongEnoughApart{150};
    std::this_thread::sleep_for(kLongEnoughApart);
    return administer_sql(
               "SELECT COUNT(*) FROM information_schema.innodb_trx t JOIN information_schema.processlist p "
               "ON p.id = t.trx_mysql_thread_id WHERE p.user = 'likes_relay' AND t.trx_state = 'LOCK WAIT'")
               .substr(0, 1) != "0";
}

/// The relay has read the outbox and waits for the rows of the message that comes first in the order of the locks, so
/// it has published nothing of what it read. A relay that has just published all changes of that message waits for
/// nothing, because nobody can change it now; then it is let go, and the next lock may find it.
void before_publishing(const Scene& scene, const Kill& kill) {
    constexpr std::chrono::seconds kOneLock{2};
    const auto first = *std::min_element(scene.chat.messages().begin(), scene.chat.messages().end());
    const std::string rows =
        "SELECT version FROM reaction_summaries WHERE message_id = " + sql_id(first) + " FOR UPDATE";
    BOOST_REQUIRE(eventually([&] {
        bool reached = false;
        while_locked(rows, [&] {
            reached = eventually(relay_waits_for_a_lock, kOneLock);
            if (reached) kill();
        });
        return reached;
    }));
}

/// The broker is stopped, and has an event in its socket that it has not read, let alone acknowledged. No handler is
/// connected to it, and a ping is shorter than an event. It dies as well, or it would read the event after all.
void before_the_acknowledgement(const Scene& /*scene*/, const Kill& kill) {
    constexpr std::size_t kShorterThanAnyEvent = 200;
    const FrozenService broker{"mosquitto"};
    BOOST_REQUIRE(eventually([] { return unread_by_broker() > kShorterThanAnyEvent; }));
    kill();
    kill_workers_of("mosquitto");
}

/// Somebody must tell the broker who left, or it lets nobody in; but tell no event before the listener is back.
void bring_back_the_broker(const Scene& scene) {
    const std::size_t subscriptions = scene.listener.subscriber().subscriptions();
    script("service", {"start", "mosquitto"});
    const HeldLease lease;
    const RelayProcess porter{scene.command};
    BOOST_REQUIRE(scene.listener.subscriber().wait_for_subscriptions(subscriptions + 1));
}

/// The broker has acknowledged, and the relay waits for a sequence number, which it takes in the transaction that
/// deletes the rows.
void before_deleting(const Scene& scene, const Kill& kill) {
    const std::string row = "SELECT sequence FROM chat_sequences WHERE shard = CONV(RIGHT(HEX(" +
                            sql_id(scene.chat.id()) + "), 1), 16, 10) FOR UPDATE";
    while_locked(row, [&] {
        BOOST_REQUIRE(eventually(relay_waits_for_a_lock));
        kill();
    });
}

using Reach = std::function<void(const Scene&, const Kill&)>;
using Recover = std::function<void(const Scene&)>;

/// The handlers have no broker, so every event is the relay's. Each relay is killed at that moment; the last one finds
/// what the others left. The clients stop as soon as a relay is dead: what it should have told is not overtaken by
/// later changes of the same users.
void check_loses_nothing(const Reach& reach_moment, const std::string& moment, const Recover& recover = {}) {
    const std::size_t kills = is_long() ? 8 : 3;
    // As few as can all be on their way to the listener at once, so that what the broker has acknowledged has been
    // sent.
    const Chat chat{kClients, 4};
    Listener listener{chat};
    History history;
    auto command = relay_command();
    command.insert(command.end(), {"--relay-min-age-ms", "0", "--relay-interval-ms", "20"});
    const Scene scene{chat, listener, command};
    const HandlersWith handlers{{{"MQTT_BROKER_PORT", "1"}},
                                {"like_message", "unlike_message", "react_to_message", "unreact_to_message"}};
    StoppedService own_relay{"relay"};
    for (std::size_t i = 0; i < kills; ++i) {
        // The one before cannot give it back.
        sql("DELETE FROM leases WHERE name = 'relay'");
        const std::size_t heard = listener.subscriber().delivered().size();
        RelayProcess relay{command};
        change_likes_while(chat, history, [&] {
            BOOST_REQUIRE(listener.subscriber().wait_until([&](const auto& events) { return events.size() > heard; }));
            BOOST_REQUIRE(history.wait_for_more(wanted_calls() / kills + 1));
            reach_moment(scene, [&] { relay.end(SIGKILL); });
        });
        BOOST_TEST(chat.outbox_rows() > 0U);
        if (recover) recover(scene);
    }
    sql("DELETE FROM leases WHERE name = 'relay'");
    own_relay.start();
    check_evidence(chat, history, listener, std::to_string(kills) + " relays killed " + moment);
}

BOOST_AUTO_TEST_SUITE(relay_moments)

BOOST_AUTO_TEST_CASE(a_relay_that_is_killed_before_it_publishes_leaves_nothing_untold) {
    check_loses_nothing(before_publishing, "before publishing");
}

BOOST_AUTO_TEST_CASE(a_relay_that_is_killed_before_the_acknowledgement_leaves_nothing_untold) {
    check_loses_nothing(before_the_acknowledgement, "before the acknowledgement", bring_back_the_broker);
}

BOOST_AUTO_TEST_CASE(a_relay_that_is_killed_before_it_deletes_leaves_nothing_untold) {
    check_loses_nothing(before_deleting, "before deleting");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
