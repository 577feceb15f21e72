#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/api.hpp"
#include "support/chat.hpp"
#include "support/command.hpp"
#include "support/counters.hpp"
#include "support/monitor.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/subscriber.hpp"

namespace likes::test {
namespace {

/// A like that its counter does not know: one of the ways to drift, all of which the Auditor's test has. Here it is
/// about the way from the script to whoever listens.
void plant_drift(const std::string& message) {
    sql("INSERT INTO reactions VALUES (" + sql_id(message) +
        ", 'like', 'stowaway', 1000, UTC_TIMESTAMP(6) + INTERVAL 1 SECOND)");
}

/// A message that three members like.
struct Scene {
    Scene() : chat{3} {
        for (const auto& member : chat.members()) Caller{member}.like(chat.message());
    }
    Chat chat;
};

bool names(const std::string& output, const std::string& message) {
    return output.find(message) != std::string::npos;
}

BOOST_AUTO_TEST_SUITE(reconcile)

BOOST_AUTO_TEST_CASE(what_drifted_is_found_corrected_under_a_new_version_and_told) {
    const Scene scene;
    const auto& message = scene.chat.message();
    Subscriber subscriber{scene.chat};
    const auto version = summary_row(message).version;
    plant_drift(message);
    BOOST_TEST(!contradictions(scene.chat).empty());

    BOOST_TEST(names(script("reconcile"), message + " like"));

    BOOST_TEST(contradictions(scene.chat) == std::vector<std::string>{}, boost::test_tools::per_element());
    const auto after = summary_row(message).version;
    BOOST_TEST(after > version);
    BOOST_TEST(subscriber.wait_for_version(message, after));
    BOOST_TEST(eventually([&] { return scene.chat.outbox_rows() == 0; }));
    const auto view = view_of(subscriber.events(), message);
    const auto state = Caller{scene.chat.members()[0]}.likes(message).state;
    BOOST_TEST(view.version == state.version);
    BOOST_TEST(view.likes_count == state.likes_count);
    BOOST_TEST(view.liked_by == rows_of_reactions(message), boost::test_tools::per_element());
    BOOST_TEST(view.flags.at("stowaway"));
    BOOST_TEST(!names(script("reconcile"), message));
}

BOOST_AUTO_TEST_CASE(a_dry_run_finds_them_and_changes_nothing) {
    const Scene scene;
    plant_drift(scene.chat.message());
    const auto before = summary_row(scene.chat.message());
    const auto result = run_script("reconcile", {"--dry-run"});
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(names(result.output, "drifted " + scene.chat.message() + " like"));
    BOOST_TEST(summary_row(scene.chat.message()).total == before.total);
    BOOST_TEST(summary_row(scene.chat.message()).version == before.version);
    script("reconcile");
    BOOST_TEST(!names(run_script("reconcile", {"--dry-run"}).output, scene.chat.message()));
}

BOOST_AUTO_TEST_CASE(a_like_that_nobody_could_have_put_is_complained_of_and_left_alone) {
    const Scene scene;
    const auto& message = scene.chat.message();
    sql("INSERT INTO reactions VALUES (" + sql_id(message) + ", 'like', 'no user', 1000, UTC_TIMESTAMP(6))");
    const auto result = run_script("reconcile");
    BOOST_TEST(result.exit_code == 1);
    BOOST_TEST(names(result.errors, "could be compared"), result.errors);
    BOOST_TEST(names(result.output, "counters compared"), result.output);
    sql("DELETE FROM reactions WHERE user_id = 'no user'");
    BOOST_TEST(run_script("reconcile").exit_code == 0);
}

BOOST_AUTO_TEST_CASE(the_relay_finds_drift_by_itself) {
    const HandlersWith audit{{{"LIKES_AUDIT_INTERVAL_MS", "20"}}, {"relay"}};
    Scene scene;
    Subscriber subscriber{scene.chat};
    const auto version = summary_row(scene.chat.message()).version;
    const double drifted = metric("chat_likes_counters_drifted_total");
    const double repaired = metric("chat_likes_counters_repaired_total");
    plant_drift(scene.chat.message());
    BOOST_TEST(eventually([&] { return contradictions(scene.chat).empty(); }));
    BOOST_TEST(subscriber.wait_for_version(scene.chat.message(), version + 1));
    BOOST_TEST(eventually([&] { return metric("chat_likes_counters_repaired_total") > repaired; }));
    BOOST_TEST(metric("chat_likes_counters_drifted_total") > drifted);
    BOOST_TEST(metric("chat_likes_counters_compared_total") > 0);
    BOOST_TEST(eventually([&] { return metric("chat_likes_audited_timestamp_seconds") > 0; }));
}

BOOST_AUTO_TEST_CASE(what_the_relay_cannot_compare_does_not_keep_it_from_the_rest) {
    const HandlersWith audit{{{"LIKES_AUDIT_INTERVAL_MS", "20"}}, {"relay"}};
    const double failures = metric("chat_likes_audit_failures_total");
    const Scene scene;
    sql("INSERT INTO reactions VALUES (" + sql_id(scene.chat.message()) +
        ", 'like', 'no user', 1000, UTC_TIMESTAMP(6))");
    // It goes around and meets it again.
    BOOST_TEST(eventually([&] { return metric("chat_likes_audit_failures_total") > failures + 1; }));
    sql("DELETE FROM reactions WHERE user_id = 'no user'");
}

BOOST_AUTO_TEST_CASE(it_refuses_what_it_does_not_understand) {
    for (const std::string argument : {"--now", "everything"}) {
        const auto result = run_script("reconcile", {argument});
        BOOST_TEST(result.exit_code != 0);
        BOOST_TEST(result.output == "");
    }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
