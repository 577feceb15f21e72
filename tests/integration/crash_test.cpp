#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "ledger.hpp"
#include "load.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/crowd.hpp"
#include "support/outage.hpp"
#include "support/service.hpp"
#include "support/subscriber.hpp"

namespace likes::test {
namespace {

constexpr int kKills = 5;
constexpr std::size_t kCallsBetween = 200;

void kill_repeatedly(const std::string& handler, Outage& outage) {
    for (int i = 0; i < kKills; ++i) {
        BOOST_TEST(kill_workers_of(handler) >= 1U);
        BOOST_TEST(outage.wait_for_answers(outage.answers() + kCallsBetween));
    }
}

void check_loses_nothing_when_killed(const std::string& handler) {
    const Chat chat{16, 20};
    Subscriber subscriber{chat};
    Outage outage;
    Ledger ledger;
    // A call that meets two dying processes in a row is told 503, and comes again at once.
    outage.is_over();
    change_likes_while([&] { kill_repeatedly(handler, outage); }, chat, outage, ledger);
    ledger.check_tables(chat);
    ledger.check_events(chat, subscriber);
}

BOOST_AUTO_TEST_SUITE(crash)

BOOST_AUTO_TEST_CASE(every_like_that_a_killed_handler_answered_is_in_the_table_and_is_told) {
    check_loses_nothing_when_killed("like_message");
}

BOOST_AUTO_TEST_CASE(every_unlike_that_a_killed_handler_answered_is_in_the_table_and_is_told) {
    check_loses_nothing_when_killed("unlike_message");
}

BOOST_AUTO_TEST_CASE(a_list_that_a_killed_handler_answered_is_right) {
    constexpr std::size_t kClients = 8;
    const Chat chat{kClients};
    for (const auto& user : chat.members()) Caller{user}.like(chat.message());
    Outage outage;
    outage.is_over();
    meanwhile(
        kClients,
        [&](std::size_t i, const std::stop_token& stop) {
            Caller caller{chat.members()[i]};
            while (!stop.stop_requested()) {
                const auto state = outage.insist([&] { return caller.get(chat.message()); });
                if (state.liked_by != chat.members() || !state.is_liked) throw std::runtime_error{"a wrong list"};
            }
        },
        [&] {
            BOOST_TEST(outage.wait_for_answers(kCallsBetween));
            kill_repeatedly("message_likes", outage);
        });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
