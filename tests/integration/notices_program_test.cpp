#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "notice_scene.hpp"
#include "support/api.hpp"
#include "support/command.hpp"
#include "support/json.hpp"
#include "support/monitor.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"

/// The notifier beside the whole product: from a call of the API to the row, and what operators do with it.
namespace likes::test {
namespace {

const std::string kProgram = R"(program="notifier")";

/// The notice says that so many people react; 0: it is in no list, or there is none.
bool says(const NoticeScene& scene, const std::string& message, std::uint64_t actors) {
    const auto notice = notice_of(scene.author, message);
    if (actors == 0) return !notice || notice->state != 0;
    return notice && notice->state == 0 && notice->actors == actors;
}
bool comes_to_say(const NoticeScene& scene, std::uint64_t actors) {
    return eventually([&] { return says(scene, scene.message(), actors); });
}

BOOST_AUTO_TEST_SUITE(notices_program)

BOOST_AUTO_TEST_CASE(a_like_becomes_a_notice_and_an_unlike_takes_it_back) {
    const NoticeScene scene;
    Caller bob{scene.member(0)};
    bob.like(scene.message());
    BOOST_TEST(comes_to_say(scene, 1));
    Caller{scene.member(1)}.react(scene.message(), "joy");
    BOOST_TEST(comes_to_say(scene, 2));
    bob.unlike(scene.message());
    BOOST_TEST(comes_to_say(scene, 1));
    Caller{scene.member(1)}.unreact(scene.message(), "joy");
    BOOST_TEST(comes_to_say(scene, 0));
    BOOST_TEST(notice_of(scene.author, scene.message()).value().raised_sequence == 2U);
}

BOOST_AUTO_TEST_CASE(what_has_come_while_it_was_away_is_made_up_for) {
    const NoticeScene scene;
    {
        const StoppedService program{"notifier"};
        for (const auto& member : scene.chat.members()) Caller{member}.like(scene.message());
        Caller{scene.member(0)}.unlike(scene.message());
    }
    BOOST_TEST(comes_to_say(scene, 2));
}

BOOST_AUTO_TEST_CASE(who_leaves_and_what_is_deleted_is_withdrawn_by_itself) {
    const NoticeScene left;
    const NoticeScene deleted;
    for (const auto* scene : {&left, &deleted}) {
        Caller{scene->member(0)}.like(scene->message());
        BOOST_TEST(comes_to_say(*scene, 1));
    }
    left.chat.leave(left.author);
    delete_message(deleted.message());
    BOOST_TEST(comes_to_say(left, 0));
    BOOST_TEST(comes_to_say(deleted, 0));
}

BOOST_AUTO_TEST_CASE(one_user_who_toggles_again_and_again_is_news_once) {
    const NoticeScene scene;
    Caller bob{scene.member(0)};
    for (int i = 0; i < 100; ++i) {
        bob.like(scene.message());
        bob.unlike(scene.message());
    }
    bob.like(scene.message());
    BOOST_TEST(comes_to_say(scene, 1));
    BOOST_TEST(eventually([] { return rows_for_notices() == 0; }));
    const auto notice = notice_of(scene.author, scene.message()).value();
    BOOST_TEST(notice.new_since_read == 1U);
    BOOST_TEST(known_actors(scene.message()) == 1U);
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM notices WHERE raised_sequence = 1 AND message_id = " +
                          sql_id(scene.message())) == 1U);
}

BOOST_AUTO_TEST_CASE(how_late_it_is_is_seen_though_it_does_not_run_and_what_it_does_is_counted) {
    const NoticeScene scene;
    StoppedService program{"notifier"};
    const auto raised = metric("chat_likes_notices_raised_total", {kProgram});
    const auto unreadable = metric("chat_likes_notices_unreadable_total", {kProgram});
    // Ids begin with the moment at which they were made.
    sql("INSERT INTO feed (consumer, feed_id, entries) VALUES ('notices', UNHEX(CONCAT(LPAD(HEX((UNIX_TIMESTAMP() - "
        "900) * 1000), 12, '0'), '70008000000000000000')), 'nonsense')");
    Caller{scene.member(0)}.like(scene.message());
    BOOST_TEST(eventually([] { return metric("chat_likes_notice_lag_seconds") >= 900; }));
    BOOST_TEST(metric("chat_likes_notice_feed_rows") >= 1);
    BOOST_TEST(metric("chat_likes_processes", {kProgram}) == 0);
    program.start();
    BOOST_TEST(eventually([] { return metric("chat_likes_notice_lag_seconds") == 0; }));
    BOOST_TEST(metric("chat_likes_notices_raised_total", {kProgram}) >= raised + 1);
    BOOST_TEST(metric("chat_likes_notices_unreadable_total", {kProgram}) == unreadable + 1);
}

/// Everything that export-user prints of the user, as lines.
std::string exported(const std::string& user) {
    return script("export-user", {user});
}

BOOST_AUTO_TEST_CASE(what_is_stored_about_a_user_is_exported_and_goes_with_an_erasure) {
    const NoticeScene scene{3, 2};
    const auto& bob = scene.member(0);
    sql("INSERT INTO profiles (user_id, name, email) VALUES (" + sql_text(bob) +
        ", '\"Bob\" 🌻', 'bob@example.org'); INSERT INTO user_blocks VALUES (" + sql_text(bob) + ", 'mallory'); " +
        "INSERT INTO notice_preferences (user_id, chat_id, likes, muted_until) VALUES (" + sql_text(bob) +
        ", REPEAT(CHAR(0), 16), 'all', NULL)");
    // Bob likes a message of the author, who likes one of Bob's.
    sql("UPDATE messages SET sender_id = " + sql_text(bob) + " WHERE message_id = " + sql_id(scene.chat.messages()[1]));
    Caller{bob}.like(scene.message());
    Caller{scene.author}.like(scene.chat.messages()[1]);
    BOOST_TEST(comes_to_say(scene, 1));
    BOOST_TEST(eventually([&] { return notice_of(bob, scene.chat.messages()[1]).has_value(); }));

    const auto lines = exported(bob);
    std::map<std::string, int> tables;
    std::istringstream stream{lines};
    for (std::string line; std::getline(stream, line);) ++tables[text_of(parse_json(line), "table")];
    for (const std::string table : {"reactions", "profiles", "user_blocks", "chat_members", "notices", "notice_actors",
                                    "notice_heads", "notice_preferences"}) {
        BOOST_TEST(tables[table] == 1, table);
    }
    BOOST_TEST(lines.find(R"("name":"\"Bob\" 🌻")") != std::string::npos, lines);
    BOOST_TEST(lines.find(R"("message_id":")" + scene.message() + '"') != std::string::npos, lines);
    BOOST_TEST(exported("nobody-has-this-name").empty());

    // The chat backend erases first.
    sql("UPDATE messages SET sender_id = 'nobody-any-more' WHERE sender_id = " + sql_text(bob) +
        "; UPDATE chat_members SET left_at = UTC_TIMESTAMP(6) WHERE user_id = " + sql_text(bob) +
        "; DELETE FROM profiles WHERE user_id = " + sql_text(bob) +
        "; DELETE FROM user_blocks WHERE user_id = " + sql_text(bob));
    const auto receipt = parse_json(script("erase-user", {bob}));
    BOOST_TEST(number_of(receipt, "reactions_erased") == 1U);
    BOOST_TEST(number_of(receipt, "notices_erased") == 1U);
    BOOST_TEST(number_of(receipt, "notice_heads_erased") == 1U);
    BOOST_TEST(number_of(receipt, "notice_preferences_erased") == 1U);
    BOOST_TEST(says(scene, scene.message(), 0));
    BOOST_TEST(known_actors(scene.message()) == 0U);
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM notices WHERE INSTR(newest, " + sql_text(bob) + ") > 0") == 0U);
    const auto rest = exported(bob);
    BOOST_TEST(rest.starts_with(R"({"table":"chat_members")"), rest);
    BOOST_TEST(std::count(rest.begin(), rest.end(), '\n') == 1);
}

BOOST_AUTO_TEST_CASE(export_user_wants_one_user_and_says_so_in_a_line) {
    for (const std::vector<std::string>& arguments :
         std::vector<std::vector<std::string>>{{}, {"one", "two"}, {"not a user"}, {std::string(129, 'x')}}) {
        const auto result = run_script("export-user", arguments);
        BOOST_TEST(result.exit_code != 0);
        BOOST_TEST(result.output == "");
        BOOST_TEST(std::count(result.errors.begin(), result.errors.end(), '\n') == 1, result.errors);
    }
    BOOST_TEST(run_script("export-user", {"--help"}).output.find("JSON lines") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
