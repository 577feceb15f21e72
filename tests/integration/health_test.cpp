#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/json.hpp"
#include "support/monitor.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/stack.hpp"

namespace likes::test {
namespace {

/// The status in the body, after that of the answer.
std::string readiness() {
    const auto response = ask_monitor("/readyz");
    return std::to_string(response.status) + ' ' + text_of(parse_json(response.body), "status");
}

bool becomes(const std::string& expected) {
    return eventually([&] { return readiness() == expected; });
}

BOOST_AUTO_TEST_SUITE(health)

BOOST_AUTO_TEST_CASE(an_instance_that_is_up_is_live_and_ready) {
    BOOST_TEST(ask_monitor("/livez").status == 200);
    BOOST_TEST(becomes("200 ready"));
}

BOOST_AUTO_TEST_CASE(who_wants_no_more_than_the_status_asks_by_head) {
    for (const std::string target : {"/livez", "/readyz", "/metrics"}) {
        BOOST_TEST_CONTEXT(target) {
            const auto head = HttpClient{}.send({"HEAD", target, {}, {}, stack().monitor_port});
            BOOST_TEST(head.status == 200);
            BOOST_TEST(head.body.empty());
            const auto other = HttpClient{}.send({"POST", target, {}, {}, stack().monitor_port});
            BOOST_TEST(other.status == 405);
            BOOST_TEST(other.header("allow").value_or("") == "GET, HEAD");
        }
    }
}

BOOST_AUTO_TEST_CASE(without_the_database_it_is_live_but_not_ready) {
    {
        StoppedService database{"mariadb"};
        BOOST_TEST(becomes("503 unready"));
        BOOST_TEST(ask_monitor("/livez").status == 200);
        database.start();
    }
    BOOST_TEST(becomes("200 ready"));
}

BOOST_AUTO_TEST_CASE(a_database_that_hangs_counts_as_away) {
    {
        const FrozenService database{"mariadb"};
        BOOST_TEST(becomes("503 unready"));
        BOOST_TEST(ask_monitor("/livez").status == 200);
    }
    BOOST_TEST(becomes("200 ready"));
}

BOOST_AUTO_TEST_CASE(without_the_broker_it_is_degraded_but_answers) {
    const Chat chat{1};
    {
        StoppedService broker{"mosquitto"};
        BOOST_TEST(becomes("200 degraded"));
        BOOST_TEST(Caller{chat.members()[0]}.post(chat.message()).status == 200);
        broker.start();
    }
    BOOST_TEST(becomes("200 ready"));
}

BOOST_AUTO_TEST_CASE(without_any_one_of_the_handlers_it_is_not_ready_and_says_which) {
    for (const std::string handler : {"chat_likes", "unreact_to_message"}) {
        {
            StoppedService stopped{handler};
            BOOST_TEST(becomes("503 unready"));
            const auto body = parse_json(ask_monitor("/readyz").body);
            BOOST_TEST(texts_of(body, "handlers_down") == std::vector{handler}, boost::test_tools::per_element());
            stopped.start();
        }
        BOOST_TEST(becomes("200 ready"));
    }
}

BOOST_AUTO_TEST_CASE(a_broker_that_lets_nobody_in_is_degraded) {
    {
        StoppedService relay{"relay"};
        restart_service("mosquitto");
        BOOST_TEST(becomes("200 degraded"));
        BOOST_TEST(!flag_of(parse_json(ask_monitor("/readyz").body), "broker_admits_users"));
        relay.start();
    }
    BOOST_TEST(becomes("200 ready"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
