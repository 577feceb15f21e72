#include <functional>
#include <string>

#include <boost/test/unit_test.hpp>

#include "faults/load.hpp"
#include "faults/verdict.hpp"
#include "support/command.hpp"
#include "support/service.hpp"

namespace likes::test {
namespace {

// No reads: InnoDB shows a commit to others a moment before it is on disk. Only who made it waits for the disk, so a
// read may tell of a change that a crash in that moment undoes.
constexpr Habits kOnlyChanges{.mixed = false};

void check_loses_nothing_when(const std::function<void()>& disturb, int times, const std::string& what) {
    const Chat chat{kClients, 12};
    Listener listener{chat};
    History history;
    const std::size_t calls_between = wanted_calls() / (static_cast<std::size_t>(times) + 1);
    change_likes_while(
        chat, history,
        [&] {
            for (int i = 0; i < times; ++i) {
                BOOST_REQUIRE(history.wait_for_more(calls_between));
                disturb();
            }
            BOOST_REQUIRE(history.wait_for_more(calls_between));
        },
        kOnlyChanges);
    check_evidence(chat, history, listener, std::to_string(times) + ' ' + what);
}

BOOST_AUTO_TEST_SUITE(database_kill)

BOOST_AUTO_TEST_CASE(a_database_that_is_killed_loses_nothing_that_was_answered) {
    check_loses_nothing_when(
        [] {
            script("service", {"kill", "mariadb"});
            script("service", {"start", "mariadb"});
        },
        is_long() ? 6 : 3, "times mariadbd killed");
}

BOOST_AUTO_TEST_CASE(a_database_that_is_restarted_loses_nothing_that_was_answered) {
    check_loses_nothing_when([] { restart_service("mariadb"); }, 1, "restart of mariadbd");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
