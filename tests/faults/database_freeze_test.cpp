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

using std::chrono::steady_clock;

BOOST_AUTO_TEST_SUITE(database_freeze)

BOOST_AUTO_TEST_CASE(a_database_that_hangs_is_503_within_three_seconds_and_everything_goes_on_when_it_wakes_up) {
    constexpr std::chrono::seconds kTime{10};
    constexpr std::chrono::seconds kRefusedWithin{3};
    constexpr std::chrono::seconds kBackWithin{5};
    const Chat chat{kClients, 12};
    Listener listener{chat};
    History history;
    std::size_t refused = 0;
    steady_clock::duration back_after{};
    change_likes_while(chat, history, [&] {
        BOOST_REQUIRE(history.wait_for_more(wanted_calls() / 2));
        {
            const FrozenService database{"mariadb"};
            std::this_thread::sleep_for(kTime);
            refused = history.ambiguous();
        }
        const auto awake = steady_clock::now();
        BOOST_REQUIRE(history.wait_for_more(kClients));
        back_after = steady_clock::now() - awake;
        BOOST_REQUIRE(history.wait_for_more(wanted_calls() / 2));
    });
    // Every client was told several times.
    BOOST_TEST(refused >= 2 * kClients);
    BOOST_TEST(history.slowest_refusal().count() <= std::chrono::milliseconds{kRefusedWithin}.count());
    BOOST_TEST((back_after <= kBackWithin));
    // No thread hangs on: a handler that is told to stop ends by itself; otherwise the script says that it had to kill.
    for (const std::string handler : {"like_message", "unlike_message", "message_likes"}) {
        const auto restart = run_script("service", {"restart", handler});
        BOOST_TEST(restart.exit_code == 0);
        BOOST_TEST(restart.errors == "");
    }
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(back_after).count();
    check_evidence(chat, history, listener,
                   "mariadbd stopped (SIGSTOP) for 10 s, 503 after at most " +
                       std::to_string(history.slowest_refusal().count()) + " ms, back after " +
                       std::to_string(milliseconds) + " ms");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
