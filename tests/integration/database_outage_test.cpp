#include <functional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "ledger.hpp"
#include "load.hpp"
#include "problem.hpp"
#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/outage.hpp"
#include "support/service.hpp"
#include "support/subscriber.hpp"

namespace likes::test {
namespace {

void check_loses_nothing_when(const std::function<void()>& disturb) {
    const Chat chat{16, 10};
    Subscriber subscriber{chat};
    Outage outage;
    Ledger ledger;
    change_likes_while(disturb, chat, outage, ledger);
    ledger.check_tables(chat);
    ledger.check_events(chat, subscriber);
}

BOOST_AUTO_TEST_SUITE(database_outage)

BOOST_AUTO_TEST_CASE(without_its_database_the_service_answers_503_and_does_nothing_by_halves) {
    const Chat chat{2};
    Caller caller{chat.members()[0]};
    Caller other{chat.members()[1]};
    other.like(chat.message());
    {
        StoppedService database{"mariadb"};
        for (const auto& response :
             {caller.post(chat.message()), other.del(chat.message()), caller.get(chat.message())}) {
            check_problem(response, 503);
            check_retry_after(response);
        }
        // Who is calling is still known without it.
        check_problem(HttpClient{}.send({"POST", like_path(chat.message()), {}, {}}), 401);
        database.start();
    }
    BOOST_TEST(eventually([&] { return caller.get(chat.message()).status == 200; }));
    const auto state = caller.likes(chat.message()).state;
    BOOST_TEST(state.likes_count == 1U);
    BOOST_TEST(state.liked_by == std::vector{other.user()}, boost::test_tools::per_element());
    BOOST_TEST(eventually([&] { return caller.post(chat.message()).status == 200; }));
    BOOST_TEST(eventually([&] { return other.del(chat.message()).status == 200; }));
    const auto after = caller.likes(chat.message()).state;
    BOOST_TEST(after.version >= state.version + 2);
    BOOST_TEST(after.liked_by == std::vector{caller.user()}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_restart_of_the_database_in_the_middle_loses_nothing_that_was_answered) {
    check_loses_nothing_when([] { restart_service("mariadb"); });
}

BOOST_AUTO_TEST_CASE(a_database_that_is_killed_in_the_middle_loses_nothing_that_was_answered) {
    check_loses_nothing_when([] {
        script("service", {"kill", "mariadb"});
        script("service", {"start", "mariadb"});
    });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
