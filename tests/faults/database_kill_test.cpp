#include <functional>
#include <string>

#include <boost/test/unit_test.hpp>

#include "faults/load.hpp"
#include "faults/verdict.hpp"
#include "support/command.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"

namespace likes::test {
namespace {

// No reads: InnoDB shows a commit to others a moment before it is on disk. Only who made it waits for the disk, so a
// read may tell of a change that a crash in that moment undoes.
constexpr Habits kOnlyChanges{.mixed = false};

/// Nobody can commit as long as the object lives; everything else goes on (the server has this for backups).
class BlockedCommits {
  public:
    BlockedCommits()
        : client_{{"mariadb", "--defaults-file=" + (stack().var_dir / "etc" / "mariadb.cnf").string(), "-e",
                   "BACKUP STAGE START; BACKUP STAGE FLUSH; BACKUP STAGE BLOCK_DDL; BACKUP STAGE BLOCK_COMMIT; "
                   "SELECT SLEEP(600)"},
                  stack().var_dir / "log" / "test-blocked-commits.log"} {}

  private:
    BackgroundProcess client_;
};

std::size_t waiting_commits() {
    return std::stoul(
        administer_sql("SELECT COUNT(*) FROM information_schema.processlist "
                       "WHERE user = 'likes_handlers' AND info = 'COMMIT' AND state LIKE '%backup%'"));
}

void check_loses_nothing_when(const std::function<void(History&)>& disturb, int times, const std::string& what) {
    // Each has ten events a second at most, which a subscriber can take; and many batches have something to tell.
    const Chat chat{kClients, 24};
    Listener listener{chat};
    History history;
    const std::size_t calls_between = wanted_calls() / (static_cast<std::size_t>(times) + 1);
    change_likes_while(
        chat, history,
        [&] {
            for (int i = 0; i < times; ++i) {
                BOOST_REQUIRE(history.wait_for_more(calls_between));
                disturb(history);
            }
            BOOST_REQUIRE(history.wait_for_more(calls_between));
        },
        kOnlyChanges);
    check_evidence(chat, history, listener, std::to_string(times) + ' ' + what);
}

BOOST_AUTO_TEST_SUITE(database_kill)

// It stays away until the handlers have given up what they had begun.
BOOST_AUTO_TEST_CASE(a_database_that_is_killed_loses_nothing_that_was_answered) {
    check_loses_nothing_when(
        [](History& history) {
            script("service", {"kill", "mariadb"});
            BOOST_REQUIRE(history.wait_for_refusals(kClients));
            script("service", {"start", "mariadb"});
        },
        is_long() ? 8 : 3, "times mariadbd killed");
}

// Every transaction that is under way is complete, but for its commit: none of them happens, so none of them may have
// been answered or told.
BOOST_AUTO_TEST_CASE(a_database_that_dies_before_every_commit_has_answered_and_told_none_of_them) {
    check_loses_nothing_when(
        [](History& history) {
            const BlockedCommits blocked;
            BOOST_REQUIRE(eventually([] { return waiting_commits() >= 4; }));
            BOOST_REQUIRE(history.wait_for_refusals(kClients));
            script("service", {"kill", "mariadb"});
            BOOST_REQUIRE(history.wait_for_refusals(kClients));
            script("service", {"start", "mariadb"});
        },
        is_long() ? 8 : 2, "times mariadbd killed before all commits");
}

// Back before the handlers have given up: they begin again.
BOOST_AUTO_TEST_CASE(a_database_that_is_killed_and_back_at_once_loses_nothing_that_was_answered) {
    check_loses_nothing_when(
        [](History& /*history*/) {
            script("service", {"kill", "mariadb"});
            script("service", {"start", "mariadb"});
        },
        2, "times mariadbd killed, and started at once");
}

BOOST_AUTO_TEST_CASE(a_database_that_is_restarted_loses_nothing_that_was_answered) {
    check_loses_nothing_when([](History& /*history*/) { restart_service("mariadb"); }, 1, "restart of mariadbd");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
