#include <csignal>
#include <fstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "ledger.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"
#include "support/subscriber.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

/// Likes that the handler commits and cannot publish.
void like_without_broker(const Chat& chat, const std::string& message, Ledger& ledger) {
    for (const auto& user : chat.members()) ledger.enter(user, message, true, Caller{user}.like(message));
}

/// The command line of the instance's own relay. The port is said on it, because the configuration file, which all
/// share, names another one while a handler is without the broker.
std::vector<std::string> relay_command() {
    std::ifstream file{"/proc/" + std::to_string(workers_of("relay").at(0)) + "/cmdline"};
    std::vector<std::string> words;
    for (std::string word; std::getline(file, word, '\0');) words.push_back(word);
    words.insert(words.end(), {"--mqtt-port", std::to_string(stack().mqtt_port)});
    return words;
}

/// A relay beside the instance's own.
class Relay {
  public:
    explicit Relay(const std::vector<std::string>& command)
        : process_{command, stack().var_dir / "log" / ("test-relay-" + unique_uuid() + ".log")} {}

    bool holds_lease() const { return lease_holder_pid() == process_.pid(); }
    int end(int signal) { return process_.end(signal); }

    /// The process that holds the lease now; 0 if nobody does.
    static pid_t lease_holder_pid() {
        const auto rows = sql("SELECT holder FROM leases WHERE name = 'relay' AND expires_at > UTC_TIMESTAMP(6)");
        if (rows.empty()) return 0;
        const std::string& holder = rows.at(0).at(0);
        return std::stoi(holder.substr(holder.rfind(':') + 1));
    }

  private:
    BackgroundProcess process_;
};

BOOST_AUTO_TEST_SUITE(relay)

BOOST_AUTO_TEST_CASE(a_relay_beside_another_waits_and_takes_over_when_that_one_is_killed) {
    const Chat chat{5, 3};
    Subscriber subscriber{chat};
    Ledger ledger;
    const auto command = relay_command();
    const HandlerWithoutBroker handler{"like_message"};
    StoppedService own_relay{"relay"};

    Relay first{command};
    BOOST_REQUIRE(eventually([&] { return first.holds_lease(); }));
    Relay second{command};
    like_without_broker(chat, chat.messages()[0], ledger);
    ledger.check_events(chat, subscriber);
    BOOST_TEST(first.holds_lease());

    first.end(SIGKILL);
    like_without_broker(chat, chat.messages()[1], ledger);
    ledger.check_events(chat, subscriber);
    BOOST_TEST(second.holds_lease());

    // One that ends in order gives the lease back, and the instance's own need not wait for its end.
    BOOST_TEST(second.end(SIGTERM) == 0);
    BOOST_TEST(Relay::lease_holder_pid() == 0);
    own_relay.start();
    like_without_broker(chat, chat.messages()[2], ledger);
    ledger.check_events(chat, subscriber);
    BOOST_TEST(Relay::lease_holder_pid() == workers_of("relay").at(0));
    ledger.check_tables(chat);
}

BOOST_AUTO_TEST_CASE(relays_that_are_killed_again_and_again_leave_nothing_untold) {
    const Chat chat{8, 6};
    Subscriber subscriber{chat};
    Ledger ledger;
    const auto command = relay_command();
    const HandlerWithoutBroker handler{"like_message"};
    StoppedService own_relay{"relay"};
    for (const auto& message : chat.messages()) {
        Relay doomed{command};
        like_without_broker(chat, message, ledger);
        doomed.end(SIGKILL);
    }
    BOOST_TEST(chat.outbox_rows() > 0U);
    own_relay.start();
    ledger.check_events(chat, subscriber);
    ledger.check_tables(chat);
}

BOOST_AUTO_TEST_CASE(a_restart_of_the_database_does_not_stop_the_relay) {
    const Chat chat{4};
    Subscriber subscriber{chat};
    Ledger ledger;
    const HandlerWithoutBroker handler{"like_message"};
    const auto before = workers_of("relay");
    Caller caller{chat.members()[0]};
    restart_service("mariadb");
    BOOST_REQUIRE(eventually([&] { return caller.post(chat.message()).status == 200; }));
    like_without_broker(chat, chat.message(), ledger);
    ledger.check_events(chat, subscriber);
    BOOST_TEST(workers_of("relay") == before, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_row_that_nobody_can_have_written_does_not_keep_the_others_from_being_told) {
    const Chat chat{3};
    Subscriber subscriber{chat};
    Ledger ledger;
    // The oldest of all, and no change by any reading.
    const std::string bad_event = "UNHEX('00000000000070008000000000000001')";
    sql("INSERT INTO outbox (event_id, chat_id, message_id, reaction, changes) VALUES (" + bad_event + ',' +
        sql_id(chat.id()) + ',' + sql_id(unique_uuid()) + ", 'like', 'nonsense')");
    const HandlerWithoutBroker handler{"like_message"};
    like_without_broker(chat, chat.message(), ledger);
    BOOST_TEST(subscriber.wait_until([&](const auto& events) { return changes_of(events).size() >= 3; }));
    BOOST_TEST(eventually([&] { return chat.outbox_rows() == 1; }));
    sql("DELETE FROM outbox WHERE event_id = " + bad_event);
    ledger.check_events(chat, subscriber);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
