#include <filesystem>
#include <fstream>
#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "counted_scene.hpp"
#include "support/api.hpp"
#include "support/command.hpp"
#include "support/monitor.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"

namespace likes::test {
namespace {

const std::string kProgram = R"(program="analytics")";

/// A process that was killed does not give its leases back.
void end_leases() {
    sql("DELETE FROM leases WHERE name IN ('analytics', 'folding')");
}

/// The leases of the program that somebody has.
std::vector<SqlRow> leases() {
    return sql(
        "SELECT name FROM leases WHERE name IN ('analytics', 'folding') AND expires_at > UTC_TIMESTAMP(6)"
        " ORDER BY name");
}

/// `given/taken back` of the chat, of all times.
std::string sum_of_chat(const Chat& chat, const std::string& reaction = "like") {
    const auto rows =
        sql("SELECT COALESCE(SUM(given), 0), COALESCE(SUM(taken_back), 0) FROM like_quarters"
            " WHERE chat_id = " +
            sql_id(chat.id()) + " AND reaction = " + sql_text(reaction));
    return rows.at(0).at(0) + '/' + rows.at(0).at(1);
}

/// `given/received` of the user in the chat, of all times.
std::string sum_of_user(const Chat& chat, const std::string& user) {
    const auto rows = sql("SELECT COALESCE(SUM(given), 0), COALESCE(SUM(received), 0) FROM user_days WHERE chat_id = " +
                          sql_id(chat.id()) + " AND user_id = " + sql_text(user));
    return rows.at(0).at(0) + '/' + rows.at(0).at(1);
}

BOOST_AUTO_TEST_SUITE(analytics_program)

BOOST_AUTO_TEST_CASE(it_counts_what_comes_and_what_has_come_while_it_was_away) {
    const CountedScene scene;
    const auto row = lines_of({scene.entry(Cause::kUsers, {'+' + scene.chat.members()[0]})});
    feed({row});
    BOOST_TEST(eventually([&] { return quarter_in_chat(scene) == "1/0"; }));
    {
        const StoppedService program{"analytics"};
        feed({row, row});
    }
    BOOST_TEST(eventually([&] { return quarter_in_chat(scene) == "3/0"; }));
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM cursors WHERE name = 'counting'") == 1U);
}

BOOST_AUTO_TEST_CASE(killed_again_and_again_it_counts_everything_once) {
    const CountedScene scene{10};
    std::vector<std::string> changes;
    for (const auto& member : scene.chat.members()) changes.push_back('+' + member);
    constexpr int kRounds = 5;
    constexpr int kRows = 200;
    for (int round = 0; round < kRounds; ++round) {
        const auto before = quarter_in_chat(scene);
        feed(std::vector<std::string>(kRows, lines_of({scene.entry(Cause::kUsers, changes)})));
        BOOST_TEST(eventually([&] { return quarter_in_chat(scene) != before; }));
        BOOST_TEST(kill_workers_of("analytics") >= 1U);
    }
    BOOST_TEST(eventually(feed_is_empty));
    BOOST_TEST(quarter_in_chat(scene) == std::to_string(kRounds * kRows * 10) + "/0");
    BOOST_TEST(quarter_in_all_chats(scene, true) == std::to_string(kRounds * kRows * 10) + "/0");
}

BOOST_AUTO_TEST_CASE(how_far_it_lags_behind_is_seen_though_it_does_not_run) {
    const CountedScene scene;
    StoppedService program{"analytics"};
    // Ids begin with the moment at which they were made.
    sql("INSERT INTO feed (consumer, feed_id, entries) VALUES ('analytics', UNHEX(CONCAT(LPAD(HEX((UNIX_TIMESTAMP() - "
        "900) * 1000), 12, '0'), '70008000000000000000')), " +
        sql_text(lines_of({scene.entry(Cause::kUsers, {'+' + scene.chat.members()[0]})})) + ")");
    BOOST_TEST(eventually([] { return metric("chat_likes_analytics_lag_seconds") >= 900; }));
    BOOST_TEST(metric("chat_likes_analytics_lag_seconds") < 1800);
    BOOST_TEST(metric("chat_likes_analytics_feed_rows") >= 1);
    BOOST_TEST(metric("chat_likes_processes", {kProgram}) == 0);
    const auto counted = metric("chat_likes_analytics_changes_total", {kProgram});
    const auto given = metric("chat_likes_reactions_given_total", {kProgram});
    program.start();
    BOOST_TEST(eventually([] { return metric("chat_likes_analytics_feed_rows") == 0; }));
    BOOST_TEST(metric("chat_likes_analytics_lag_seconds") == 0);
    BOOST_TEST(metric("chat_likes_processes", {kProgram}) == 1);
    BOOST_TEST(metric("chat_likes_analytics_changes_total", {kProgram}) > counted);
    BOOST_TEST(metric("chat_likes_reactions_given_total", {kProgram}) > given);
}

BOOST_AUTO_TEST_CASE(what_it_cannot_read_is_counted_as_that_and_stops_nobody) {
    const CountedScene scene;
    const auto unreadable = metric("chat_likes_analytics_unreadable_total", {kProgram});
    feed({"nonsense", lines_of({scene.entry(Cause::kUsers, {'+' + scene.chat.members()[0]})})});
    BOOST_TEST(eventually([&] { return quarter_in_chat(scene) == "1/0"; }));
    BOOST_TEST(metric("chat_likes_analytics_unreadable_total", {kProgram}) == unreadable + 1);
}

BOOST_AUTO_TEST_CASE(it_folds_what_is_older_than_it_is_kept_and_moves_the_cursors) {
    const CountedScene scene;
    StoppedService program{"analytics"};
    end_leases();
    sql("DELETE FROM cursors WHERE name LIKE 'quarters_%' OR name LIKE 'days_%';"
        "INSERT INTO like_quarters (chat_id, reaction, quarter, given, taken_back) VALUES (" +
        sql_id(scene.chat.id()) + ", '*', 5, 3, 1)");
    program.start();
    BOOST_TEST(eventually([] {
        return sql("SELECT name FROM cursors WHERE name IN ('quarters_kept', 'quarters_folded', 'days_kept',"
                   " 'days_folded')")
                   .size() == 4;
    }));
    const auto row =
        sql("SELECT quarter, given, taken_back FROM like_quarters WHERE chat_id = " + sql_id(scene.chat.id()));
    BOOST_TEST_REQUIRE(row.size() == 1U);
    BOOST_TEST(row[0] == (SqlRow{"0", "3", "1"}), boost::test_tools::per_element());
    // Both begin with a midnight.
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM cursors WHERE name IN ('quarters_kept', 'days_kept')"
                          " AND TIME(at) = '00:00:00' AND at < UTC_TIMESTAMP(6) - INTERVAL 28 DAY") == 2U);
}

BOOST_AUTO_TEST_CASE(who_is_stopped_gives_its_leases_back) {
    {
        const StoppedService program{"analytics"};
        end_leases();
    }
    BOOST_TEST(eventually([] { return leases() == std::vector<SqlRow>{{"analytics"}, {"folding"}}; }));
    const StoppedService program{"analytics"};
    BOOST_TEST(leases().empty());
}

BOOST_AUTO_TEST_CASE(likes_of_users_are_counted_and_so_is_that_they_are_taken_back) {
    const Chat chat{3};
    const auto& [ann, bob] = std::tie(chat.members()[0], chat.members()[1]);
    sql("UPDATE messages SET sender_id = " + sql_text(bob) + " WHERE message_id = " + sql_id(chat.message()));
    for (const auto& member : chat.members()) Caller{member}.like(chat.message());
    BOOST_TEST(eventually([&] { return sum_of_chat(chat) == "3/0"; }));
    BOOST_TEST(sum_of_user(chat, ann) == "1/0");
    BOOST_TEST(sum_of_user(chat, bob) == "0/2");
    Caller{ann}.unlike(chat.message());
    Caller{ann}.react(chat.message(), "joy");
    BOOST_TEST(eventually([&] { return sum_of_chat(chat, "*") == "4/1"; }));
    BOOST_TEST(sum_of_chat(chat) == "3/1");
    BOOST_TEST(sum_of_chat(chat, "joy") == "1/0");
    BOOST_TEST(sum_of_user(chat, ann) == "1/0");
}

BOOST_AUTO_TEST_CASE(what_is_imported_is_counted_and_what_is_erased_is_not_any_more) {
    const Chat chat{1};
    const auto& gone = chat.members()[0];
    const auto file = stack().var_dir / ("likes-" + gone);
    std::ofstream{file} << R"({"message_id":")" << chat.message() << R"(","user_id":")" << gone
                        << R"(","liked_at":"2025-10-03T10:00:00Z"})" << '\n';
    script("import", {file.string()});
    std::filesystem::remove(file);
    BOOST_TEST(eventually([&] { return sum_of_chat(chat) == "1/0"; }));
    BOOST_TEST(sum_of_user(chat, gone) == "1/0");
    chat.leave(gone);
    script("erase-user", {gone});
    BOOST_TEST(eventually([&] { return sum_of_chat(chat) == "0/0"; }));
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM user_days WHERE user_id = " + sql_text(gone)) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
