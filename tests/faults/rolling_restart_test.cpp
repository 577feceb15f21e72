#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "faults/load.hpp"
#include "faults/verdict.hpp"
#include "support/command.hpp"
#include "support/service.hpp"

namespace likes::test {
namespace {

BOOST_AUTO_TEST_SUITE(rolling_restart)

BOOST_AUTO_TEST_CASE(new_handlers_and_a_new_nginx_under_load_fail_no_call) {
    const Chat chat{kClients, 12};
    Listener listener{chat};
    History history;
    change_likes_while(chat, history, [&] {
        for (int i = 0; i < 2; ++i) {
            for (const std::string name : {"like_message", "unlike_message", "react_to_message", "unreact_to_message",
                                           "message_likes", "nginx"}) {
                // SIGTERM for each process, and SIGHUP for nginx.
                script("service", {"reload", name});
                BOOST_REQUIRE(history.wait_for_more(wanted_calls() / 12));
            }
        }
    });
    BOOST_TEST(history.ambiguous() == 0U);
    // Ten seconds after a reload nginx ends what its former workers still carry. Then the device comes again.
    const auto hearings = [&] {
        if (listener.subscriber().subscriptions() > 1) listener.catch_up();
        return std::vector{listener.hearing()};
    };
    check_evidence(chat, history, hearings, "10 SIGTERM of handlers, 2 reloads of nginx");
}

BOOST_AUTO_TEST_CASE(a_handler_that_is_stopped_under_load_finishes_what_it_has_taken) {
    const Chat chat{kClients, 12};
    Listener listener{chat};
    History history;
    change_likes_while(chat, history, [&] {
        for (const std::string handler : {"like_message", "unlike_message"}) {
            BOOST_REQUIRE(history.wait_for_more(wanted_calls() / 3));
            const auto stop = run_script("service", {"stop", handler});
            // It would say that it had to kill the process.
            BOOST_TEST(stop.exit_code == 0);
            BOOST_TEST(stop.errors == "");
            script("service", {"start", handler});
        }
        BOOST_REQUIRE(history.wait_for_more(wanted_calls() / 3));
    });
    check_evidence(chat, history, listener, "2 handlers stopped and started");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
