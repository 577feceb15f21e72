#include <chrono>
#include <csignal>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "faults/relay_process.hpp"
#include "faults/verdict.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

/// Everybody likes the message, and the handler cannot publish it.
void like_without_broker(const Chat& chat, const std::string& message, History& history) {
    for (const auto& user : chat.members()) {
        Call call{user, {message, "like"}, Ask::kPut, std::chrono::steady_clock::now(), {}};
        call.answer = Caller{user}.like(message);
        call.ended = std::chrono::steady_clock::now();
        history.add(std::move(call));
    }
}

/// What the handler commits is left to the relays of the case, as the instance's own is stopped.
struct RelaysOfItsOwn {
    const std::vector<std::string> command = relay_command();
    const HandlerWithoutBroker handler{"like_message"};
    StoppedService own_relay{"relay"};
};

BOOST_AUTO_TEST_SUITE(relay)

BOOST_FIXTURE_TEST_CASE(a_relay_beside_another_waits_and_takes_over_when_that_one_is_killed, RelaysOfItsOwn) {
    const Chat chat{5, 3};
    Listener listener{chat};
    History history;

    RelayProcess first{command};
    BOOST_REQUIRE(eventually([&] { return first.holds_lease(); }));
    RelayProcess second{command};
    like_without_broker(chat, chat.messages()[0], history);
    wait_until_told(chat, listener);
    BOOST_TEST(first.holds_lease());

    first.end(SIGKILL);
    like_without_broker(chat, chat.messages()[1], history);
    wait_until_told(chat, listener);
    BOOST_TEST(second.holds_lease());

    // One that ends in order gives the lease back, and the instance's own need not wait for its end.
    BOOST_TEST(second.end(SIGTERM) == 0);
    BOOST_TEST(RelayProcess::lease_holder_pid() == 0);
    own_relay.start();
    like_without_broker(chat, chat.messages()[2], history);
    wait_until_told(chat, listener);
    BOOST_TEST(RelayProcess::lease_holder_pid() == workers_of("relay").at(0));
    check_evidence(chat, history, listener, "a relay killed beside another, another stopped");
}

BOOST_FIXTURE_TEST_CASE(relays_that_are_killed_again_and_again_leave_nothing_untold, RelaysOfItsOwn) {
    const Chat chat{8, 6};
    Listener listener{chat};
    History history;
    for (const auto& message : chat.messages()) {
        RelayProcess doomed{command};
        like_without_broker(chat, message, history);
        doomed.end(SIGKILL);
    }
    BOOST_TEST(chat.outbox_rows() > 0U);
    own_relay.start();
    check_evidence(chat, history, listener, "6 relays killed");
}

BOOST_AUTO_TEST_CASE(a_restart_of_the_database_does_not_stop_the_relay) {
    const Chat chat{4};
    Listener listener{chat};
    History history;
    const HandlerWithoutBroker handler{"like_message"};
    const auto before = workers_of("relay");
    Caller caller{chat.members()[0]};
    restart_service("mariadb");
    BOOST_REQUIRE(eventually([&] { return caller.get(chat.message()).status == 200; }));
    like_without_broker(chat, chat.message(), history);
    check_evidence(chat, history, listener, "the relay's database restarted");
    BOOST_TEST(workers_of("relay") == before, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_row_that_nobody_can_have_written_does_not_keep_the_others_from_being_told) {
    const Chat chat{3};
    Listener listener{chat};
    History history;
    // The oldest of all, and no change by any reading.
    const std::string bad_event = "UNHEX('00000000000070008000000000000001')";
    sql("INSERT INTO outbox (outbox_id, entries) VALUES (" + bad_event + ", CONCAT(LOWER(HEX(" + sql_id(chat.id()) +
        ")), ' nonsense'))");
    const HandlerWithoutBroker handler{"like_message"};
    like_without_broker(chat, chat.message(), history);
    BOOST_TEST(listener.subscriber().wait_until([&](const auto& events) { return changes_of(events).size() >= 3; }));
    BOOST_TEST(eventually([&] { return chat.outbox_rows() == 1; }));
    sql("DELETE FROM outbox WHERE outbox_id = " + bad_event);
    check_evidence(chat, history, listener, "a broken row in the outbox");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
