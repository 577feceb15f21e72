#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "background/analytics/audit.hpp"
#include "base/time.hpp"
#include "base/uuid_v7.hpp"
#include "direct_store.hpp"
#include "runtime/config.hpp"
#include "runtime/counters.hpp"
#include "runtime/log.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"
#include "unit/likes/build.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;

/// Nobody publishes, counts or audits what the cases leave; the chats of all that ran before say what their likes say,
/// and none of it is on its way.
struct OncePerProcess {
    OncePerProcess() {
        log::init("analytics_reconcile_test", "error");
        script("analytics", {"reconcile"});
    }
    HeldLease relay;
    StoppedService analytics{"analytics"};
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

/// A message that three members liked while nobody counted.
struct Scene {
    Scene() : chat{3} {
        const Time now = system_now();
        for (const auto& member : chat.members()) writer_at(now).apply(std::vector{put(like, member)});
        sql("INSERT INTO chat_changes VALUES (" + sql_id(chat.id()) + ',' + sql_id(chat.message()) + ",1)");
        chat.empty_outbox();
    }

    Chat chat;
    MessageReaction like = target(chat.message());
};

/// Of all reactions of the chat, by the numbers.
std::int64_t counted(const Chat& chat) {
    return std::stoll(sql("SELECT COALESCE(SUM(given - taken_back), 0) FROM like_quarters WHERE reaction = '*' AND "
                          "chat_id = " +
                          sql_id(chat.id()))
                          .at(0)
                          .at(0));
}

/// Two likes too many.
void plant_drift(const Chat& chat) {
    sql("UPDATE like_quarters SET given = given + 2 WHERE chat_id = " + sql_id(chat.id()) + " LIMIT 1");
}

bool names(const std::string& output, const std::string& text) {
    return output.find(text) != std::string::npos;
}

/// The background program's, as somebody who has the lease runs it.
runtime::Config config() {
    runtime::Config config;
    config.database.url = "tcp://127.0.0.1:" + std::to_string(stack().db_port);
    config.database.user = "likes_analytics";
    config.database.password_file = stack().secret("db-analytics.password");
    return config;
}

/// Runs it until each chat was compared once more, wherever it was.
void go_round(background::Audit& audit) {
    for (int rounds = 0; rounds < 2; ++rounds) {
        runtime::counters().analytics_audited_at.set(0);
        while (runtime::counters().analytics_audited_at.value() == 0) audit.run_once();
    }
}

BOOST_AUTO_TEST_SUITE(analytics_reconcile)

BOOST_AUTO_TEST_CASE(what_nobody_had_counted_is_added_and_then_nothing_differs) {
    const Scene scene;
    const auto output = script("analytics", {"reconcile"});
    BOOST_TEST(names(output, "1 have reactions that nobody had counted: 6 numbers corrected"), output);
    BOOST_TEST(!names(output, scene.chat.id()), output);
    BOOST_TEST(counted(scene.chat) == 3);
    const auto again = script("analytics", {"reconcile", "--dry-run"});
    BOOST_TEST(names(again, "0 have reactions that nobody had counted: 0 numbers\n"), again);
}

BOOST_AUTO_TEST_CASE(a_dry_run_names_what_differs_and_changes_nothing) {
    const Scene scene;
    const auto uncounted = run_script("analytics", {"reconcile", "--dry-run"});
    BOOST_TEST(uncounted.exit_code == 1);
    BOOST_TEST(names(uncounted.output, ": 6 numbers\n"), uncounted.output);
    BOOST_TEST(counted(scene.chat) == 0);
    script("analytics", {"reconcile"});
    plant_drift(scene.chat);
    const auto drifted = run_script("analytics", {"reconcile", "--dry-run"});
    BOOST_TEST(drifted.exit_code == 1);
    BOOST_TEST(names(drifted.output, "differs " + scene.chat.id() + " 1 numbers\n"), drifted.output);
    BOOST_TEST(counted(scene.chat) == 5);
    BOOST_TEST(names(script("analytics", {"reconcile"}), "corrected " + scene.chat.id() + " 1 numbers\n"));
    BOOST_TEST(counted(scene.chat) == 3);
}

BOOST_AUTO_TEST_CASE(it_refuses_what_it_does_not_understand) {
    for (const std::vector<std::string>& arguments :
         {std::vector<std::string>{}, {"count"}, {"reconcile", "--now"}, {"reconcile", "everything"}}) {
        const auto result = run_script("analytics", arguments);
        BOOST_TEST(result.exit_code != 0);
        BOOST_TEST(result.output == "");
    }
    BOOST_TEST(names(script("analytics", {"--help"}), "Usage: scripts/analytics reconcile"));
}

BOOST_AUTO_TEST_CASE(the_background_goes_round_all_chats_and_counts_what_has_drifted) {
    const Scene uncounted;
    const Scene scene;
    background::Audit audit{config(), system_now};
    const auto before = runtime::counters().analytics_drifted.value();
    go_round(audit);
    BOOST_TEST(counted(uncounted.chat) == 3);
    BOOST_TEST(counted(scene.chat) == 3);
    BOOST_TEST(runtime::counters().analytics_drifted.value() == before);
    plant_drift(scene.chat);
    go_round(audit);
    BOOST_TEST(counted(scene.chat) == 3);
    BOOST_TEST(runtime::counters().analytics_drifted.value() == before + 1);
    audit.release();
}

BOOST_AUTO_TEST_CASE(who_does_not_have_the_lease_compares_nothing) {
    const HeldLease other{"analytics-audit"};
    const Scene scene;
    background::Audit audit{config(), system_now};
    audit.run_once();
    BOOST_TEST(counted(scene.chat) == 0);
}

BOOST_AUTO_TEST_CASE(a_large_chat_is_compared_at_night) {
    const Scene scene;
    const ForgottenAfterwards forgotten{scene.chat.id()};
    sql("INSERT INTO reactions SELECT " + sql_id(scene.chat.message()) +
        ", 'like', CONCAT('night-owl', seq), seq + 3, '2025-10-03 10:00:00' FROM seq_1_to_" +
        std::to_string(background::Audit::kRowsByDay));
    Time now{std::chrono::sys_days{std::chrono::year{2026} / 1 / 2} + 1h + 59min};
    background::Audit audit{config(), [&now] { return now; }};
    go_round(audit);
    BOOST_TEST(counted(scene.chat) == 0);
    now += 1min;
    // Those that were postponed come first.
    for (int runs = 0; runs < 100 && counted(scene.chat) == 0; ++runs) audit.run_once();
    BOOST_TEST(counted(scene.chat) == static_cast<std::int64_t>(background::Audit::kRowsByDay) + 3);
    audit.release();
    sql("DELETE FROM reactions WHERE message_id = " + sql_id(scene.chat.message()));
    script("analytics", {"reconcile"});
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM user_days WHERE user_id LIKE 'night-owl%'") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
