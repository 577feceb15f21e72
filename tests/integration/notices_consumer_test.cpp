#include <chrono>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "direct_store.hpp"
#include "notice_scene.hpp"
#include "runtime/log.hpp"
#include "store/notices/feed_consumer.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using store::FeedConsumer;
using Names = std::vector<std::string>;

struct OncePerProcess {
    OncePerProcess() { log::init("notices_consumer_test", "error"); }
    /// It would deal with what the cases are about to.
    StoppedService program{"notifier"};
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

/// Who waits for another one tries again.
FeedConsumer make_consumer() {
    return {session_of("notifier", 20s), {}};
}

/// Deals with all that waits. Returns what became of the notices.
store::SettledNotices consume_all() {
    auto consumer = make_consumer();
    store::SettledNotices settled;
    for (;;) {
        const auto part = consumer.consume_some();
        if (part.rows == 0) return settled;
        settled += part.settled;
    }
}

/// The members of these numbers did something, and the consumer has heard of it.
void like(const NoticeScene& scene, const Names& users, const std::string& reaction = "like") {
    scene.put(users, reaction);
    Names changes;
    for (const auto& user : users) changes.push_back('+' + user);
    scene.feed(changes, Cause::kUsers, reaction);
    consume_all();
}
void unlike(const NoticeScene& scene, const Names& users) {
    scene.take_back(users);
    Names changes;
    for (const auto& user : users) changes.push_back('-' + user);
    scene.feed(changes);
    consume_all();
}

std::string hex_of(const std::string& uuid) {
    auto digits = uuid;
    std::erase(digits, '-');
    return digits;
}

Names many_users(std::size_t count) {
    const auto name = unique_user("many");
    Names users;
    for (std::size_t i = 0; i < count; ++i) users.push_back(name + '-' + std::to_string(1000 + i));
    return users;
}

BOOST_AUTO_TEST_SUITE(notices_consumer)

BOOST_AUTO_TEST_CASE(a_reaction_becomes_a_notice_that_is_to_be_sent_and_the_feed_is_empty) {
    const NoticeScene scene;
    scene.put({scene.member(0)});
    scene.feed({'+' + scene.member(0)});
    const auto settled = consume_all();
    BOOST_TEST(settled.raised == 1U);
    BOOST_TEST(rows_for_notices() == 0U);
    const auto notice = notice_of(scene.author, scene.message());
    BOOST_TEST_REQUIRE(notice.has_value());
    BOOST_TEST((*notice == NoticeRow{.chat = hex_of(scene.chat.id()),
                                     .sequence = 1,
                                     .raised_sequence = 1,
                                     .actors = 1,
                                     .reactions = "like=1",
                                     .newest = {scene.member(0)},
                                     .new_since_read = 1}));
    BOOST_TEST(head_of(scene.author) == 1U);
    BOOST_TEST((delivery_of(scene.author, scene.message()) == 1U));
    BOOST_TEST(known_actors(scene.message()) == 1U);
    BOOST_TEST(
        sql_number("SELECT COUNT(*) FROM notices WHERE raised_at = changed_at AND raised_at > UTC_TIMESTAMP(6) - "
                   "INTERVAL 1 MINUTE AND recipient_id = " +
                   sql_text(scene.author)) == 1U);
}

BOOST_AUTO_TEST_CASE(what_counts_is_what_stands_however_often_and_in_what_order_it_is_told) {
    const NoticeScene scene;
    const auto& bob = scene.member(0);
    const auto& carol = scene.member(1);
    scene.put({bob});
    // Of these only the first has happened since, and the last is told first.
    scene.feed({'-' + bob, '+' + carol});
    scene.feed({'+' + bob, '-' + bob, '+' + bob});
    scene.feed({'+' + bob});
    const auto settled = consume_all();
    BOOST_TEST(settled.raised == 1U);
    auto notice = notice_of(scene.author, scene.message()).value();
    BOOST_TEST(notice.newest == Names{bob}, boost::test_tools::per_element());
    scene.feed({'+' + bob});
    scene.feed({'-' + carol});
    BOOST_TEST(consume_all().total() == 0U);
    BOOST_TEST((notice_of(scene.author, scene.message()) == notice));
    BOOST_TEST(head_of(scene.author) == 1U);
}

BOOST_AUTO_TEST_CASE(more_people_are_counted_and_three_named_the_newest_first) {
    const NoticeScene scene{5};
    for (const auto& member : scene.chat.members()) like(scene, {member});
    like(scene, {scene.member(0)}, "joy");
    const auto notice = notice_of(scene.author, scene.message()).value();
    BOOST_TEST(notice.actors == 5U);
    BOOST_TEST(notice.reactions == "like=5,joy=1");
    BOOST_TEST(notice.newest == (Names{scene.member(0), scene.member(4), scene.member(3)}),
               boost::test_tools::per_element());
    BOOST_TEST(notice.new_since_read == 5U);
    BOOST_TEST(notice.sequence == 6U);
    BOOST_TEST(notice.raised_sequence == 5U);
    BOOST_TEST((delivery_of(scene.author, scene.message()) == 6U));
}

BOOST_AUTO_TEST_CASE(the_last_unlike_withdraws_and_the_next_like_restores_without_news) {
    const NoticeScene scene;
    like(scene, {scene.member(0)});
    unlike(scene, {scene.member(0)});
    auto notice = notice_of(scene.author, scene.message()).value();
    BOOST_TEST(notice.state == 1);
    BOOST_TEST(notice.reactions == "");
    BOOST_TEST(notice.newest.empty());
    BOOST_TEST((delivery_of(scene.author, scene.message()) == 2U));
    like(scene, {scene.member(0)});
    notice = notice_of(scene.author, scene.message()).value();
    BOOST_TEST(notice.state == 0);
    BOOST_TEST(notice.raised_sequence == 1U);
    BOOST_TEST(notice.sequence == 3U);
}

/// Something because of which a reaction of the first member is no news. `?` stands for the author, `!` for the member,
/// `#` for the chat and `$` for the message.
struct Silence {
    const char* why;
    const char* statement;
};
std::ostream& operator<<(std::ostream& out, const Silence& silence) {
    return out << silence.why;
}
const std::vector<Silence> kSilences{
    {"the author has left", "UPDATE chat_members SET left_at = UTC_TIMESTAMP(6) WHERE chat_id = # AND user_id = ?"},
    {"the author was never there", "DELETE FROM chat_members WHERE chat_id = # AND user_id = ?"},
    {"the author has muted the chat in the app",
     "UPDATE chat_members SET muted_until = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR WHERE chat_id = # AND user_id = ?"},
    {"the author has blocked them", "INSERT INTO user_blocks (user_id, blocked_id) VALUES (?, !)"},
    {"the message is deleted", "UPDATE messages SET deleted_at = UTC_TIMESTAMP(6) WHERE message_id = $"},
    {"the message is gone", "DELETE FROM messages WHERE message_id = $"},
    {"they wrote the message", "UPDATE messages SET sender_id = ! WHERE message_id = $"},
    {"the author is deactivated",
     "INSERT INTO profiles (user_id, name, deactivated_at) VALUES (?, 'x', UTC_TIMESTAMP(6))"},
    {"the author wants no likes",
     "INSERT INTO notice_preferences (user_id, chat_id, likes) VALUES (?, REPEAT(CHAR(0), 16), 'off')"},
    {"the author wants none of the chat",
     "INSERT INTO notice_preferences (user_id, chat_id, likes) VALUES (?, #, 'off'), (?, REPEAT(CHAR(0), 16), 'all')"},
    {"the author has muted everything",
     "INSERT INTO notice_preferences (user_id, chat_id, muted_until) VALUES (?, REPEAT(CHAR(0), 16), UTC_TIMESTAMP(6) "
     "+ "
     "INTERVAL 1 HOUR)"},
    {"the author has muted the chat",
     "INSERT INTO notice_preferences (user_id, chat_id, muted_until) VALUES (?, #, UTC_TIMESTAMP(6) + INTERVAL 1 "
     "HOUR)"},
    {"the sender is nobody who can have a token",
     "UPDATE messages SET sender_id = 'no body' WHERE message_id = $; UPDATE chat_members SET user_id = 'no body' "
     "WHERE "
     "chat_id = # AND user_id = ?"},
};

std::string filled(const std::string& statement, const NoticeScene& scene) {
    std::string text;
    for (const char c : statement) {
        switch (c) {
            case '?':
                text += sql_text(scene.author);
                break;
            case '!':
                text += sql_text(scene.member(0));
                break;
            case '#':
                text += sql_id(scene.chat.id());
                break;
            case '$':
                text += sql_id(scene.message());
                break;
            default:
                text += c;
        }
    }
    return text;
}

BOOST_DATA_TEST_CASE(nothing_is_news, boost::unit_test::data::make(kSilences), silence) {
    const NoticeScene scene;
    sql(filled(silence.statement, scene));
    scene.put({scene.member(0)});
    scene.feed({'+' + scene.member(0)});
    const auto settled = consume_all();
    BOOST_TEST(settled.total() == 0U);
    BOOST_TEST(rows_for_notices() == 0U);
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM notices WHERE message_id = " + sql_id(scene.message())) == 0U);
    BOOST_TEST(known_actors(scene.message()) == 0U);
}

/// What of the same kind does not keep anything from being news.
const std::vector<Silence> kNoSilences{
    {"the chat was muted until a moment ago",
     "UPDATE chat_members SET muted_until = UTC_TIMESTAMP(6) WHERE chat_id = # AND user_id = ?"},
    {"somebody else has blocked them", "INSERT INTO user_blocks (user_id, blocked_id) VALUES ('mallory', !)"},
    {"they have blocked the author", "INSERT INTO user_blocks (user_id, blocked_id) VALUES (!, ?)"},
    {"the author wants likes of this chat alone",
     "INSERT INTO notice_preferences (user_id, chat_id, likes) VALUES (?, #, 'all'), (?, REPEAT(CHAR(0), 16), 'off')"},
    {"the author has settings that inherit",
     "INSERT INTO notice_preferences (user_id, chat_id) VALUES (?, #), (?, REPEAT(CHAR(0), 16))"},
    {"the author has muted another chat",
     "INSERT INTO notice_preferences (user_id, chat_id, muted_until) VALUES (?, $, UTC_TIMESTAMP(6) + INTERVAL 1 "
     "HOUR)"},
    {"the liker has left the chat",
     "UPDATE chat_members SET left_at = UTC_TIMESTAMP(6) WHERE chat_id = # AND user_id = !"},
};

BOOST_DATA_TEST_CASE(it_is_news_all_the_same, boost::unit_test::data::make(kNoSilences), silence) {
    const NoticeScene scene;
    sql(filled(silence.statement, scene));
    scene.put({scene.member(0)});
    scene.feed({'+' + scene.member(0)});
    BOOST_TEST(consume_all().raised == 1U);
    BOOST_TEST(notice_of(scene.author, scene.message()).has_value());
}

BOOST_AUTO_TEST_CASE(neither_imports_nor_corrections_are_news) {
    const NoticeScene scene;
    scene.put({scene.member(0)});
    scene.feed({'+' + scene.member(0)}, Cause::kImport);
    scene.feed({}, Cause::kCorrection);
    BOOST_TEST(consume_all().total() == 0U);
    BOOST_TEST(!notice_of(scene.author, scene.message()).has_value());
}

BOOST_AUTO_TEST_CASE(who_is_blocked_is_neither_counted_nor_named_beside_others) {
    const NoticeScene scene;
    sql("INSERT INTO user_blocks VALUES (" + sql_text(scene.author) + ", " + sql_text(scene.member(1)) + ")");
    like(scene, {scene.member(0), scene.member(1), scene.author});
    const auto notice = notice_of(scene.author, scene.message()).value();
    BOOST_TEST(notice.actors == 1U);
    BOOST_TEST(notice.reactions == "like=1");
    BOOST_TEST(notice.newest == Names{scene.member(0)}, boost::test_tools::per_element());
    BOOST_TEST(known_actors(scene.message()) == 1U);
}

BOOST_AUTO_TEST_CASE(who_is_erased_is_forgotten_and_may_be_news_again) {
    const NoticeScene scene;
    like(scene, {scene.member(0)});
    scene.take_back({scene.member(0)});
    scene.feed({'-' + scene.member(0)}, Cause::kErasure);
    BOOST_TEST(consume_all().withdrawn == 1U);
    BOOST_TEST(known_actors(scene.message()) == 0U);
    scene.put({scene.member(0)});
    scene.feed({'+' + scene.member(0)});
    BOOST_TEST(consume_all().raised == 1U);
}

BOOST_AUTO_TEST_CASE(a_notice_of_a_message_that_is_gone_names_nobody) {
    const NoticeScene scene;
    like(scene, {scene.member(0)});
    sql("DELETE FROM messages WHERE message_id = " + sql_id(scene.message()));
    scene.take_back({scene.member(0)});
    scene.feed({'-' + scene.member(0)}, Cause::kErasure);
    BOOST_TEST(consume_all().withdrawn == 1U);
    const auto notice = notice_of(scene.author, scene.message()).value();
    BOOST_TEST(notice.newest.empty());
    BOOST_TEST(known_actors(scene.message()) == 0U);
}

BOOST_AUTO_TEST_CASE(of_many_a_hundred_are_remembered_and_reactions_are_counted_exactly) {
    const NoticeScene scene{4};
    sql("INSERT INTO user_blocks VALUES (" + sql_text(scene.author) + ", " + sql_text(scene.member(1)) + ")");
    const auto users = many_users(300);
    like(scene, users);
    like(scene, {scene.member(0), scene.member(1), scene.author});
    like(scene, {scene.member(2)}, "joy");
    const auto notice = notice_of(scene.author, scene.message()).value();
    BOOST_TEST(known_actors(scene.message()) == 100U);
    BOOST_TEST(notice.actors == 0U);
    BOOST_TEST(notice.reactions == "like=301,joy=1");
    BOOST_TEST(notice.newest == (Names{scene.member(2), scene.member(0), users.back()}),
               boost::test_tools::per_element());
    BOOST_TEST(notice.milestone == 250U);
    BOOST_TEST(notice.raised_sequence == 1U);
    BOOST_TEST(notice.new_since_read == 100U);
}

BOOST_AUTO_TEST_CASE(of_many_who_like_one_after_another_each_of_the_first_hundred_is_news) {
    const NoticeScene scene;
    const auto users = many_users(260);
    std::uint64_t raised = 0;
    for (std::size_t i = 0; i < users.size(); i += 20) {
        const Names some(users.begin() + static_cast<std::ptrdiff_t>(i),
                         users.begin() + static_cast<std::ptrdiff_t>(i + 20));
        scene.put(some);
        Names changes;
        for (const auto& user : some) changes.push_back('+' + user);
        scene.feed(changes);
        raised += consume_all().raised;
    }
    // Five parts of twenty, and the part with the 250th.
    BOOST_TEST(raised == 6U);
    BOOST_TEST(known_actors(scene.message()) == 100U);
}

BOOST_AUTO_TEST_CASE(a_recipients_notices_share_one_sequence) {
    const NoticeScene scene{2, 3};
    for (const auto& message : scene.chat.messages()) {
        sql("INSERT INTO reactions VALUES (" + sql_id(message) + ", 'like', " + sql_text(scene.member(0)) +
            ", 1, UTC_TIMESTAMP(6)); INSERT INTO reaction_summaries VALUES (" + sql_id(message) +
            ", 'like', 1, 1, UTC_TIMESTAMP(6), '1970-01-01', '', '')");
        FeedEntry entry{
            Uuid{},
            Cause::kUsers,
            {Uuid{}, {Uuid::parse(message).value(), Reaction::like()}, {parse_change('+' + scene.member(0))}}};
        feed_notices(format_feed_entry(entry));
    }
    BOOST_TEST(consume_all().raised == 3U);
    BOOST_TEST(head_of(scene.author) == 3U);
    BOOST_TEST(sql_number("SELECT COUNT(DISTINCT sequence) FROM notices WHERE sequence = raised_sequence AND "
                          "recipient_id = " +
                          sql_text(scene.author)) == 3U);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_goes_and_stops_nobody) {
    // What others have done before.
    consume_all();
    const NoticeScene scene;
    scene.put({scene.member(0)});
    feed_notices("nonsense");
    scene.feed({'+' + scene.member(0)});
    auto consumer = make_consumer();
    const auto part = consumer.consume_some();
    BOOST_TEST(part.rows == 2U);
    BOOST_TEST(part.unreadable.size() == 1U);
    BOOST_TEST(part.settled.raised == 1U);
    BOOST_TEST(rows_for_notices() == 0U);
}

BOOST_AUTO_TEST_CASE(a_notice_that_nobody_of_ours_has_written_is_written_anew) {
    const NoticeScene scene;
    like(scene, {scene.member(0)});
    sql("UPDATE notices SET reactions = 'what', newest = 'who knows' WHERE recipient_id = " + sql_text(scene.author));
    scene.feed({'+' + scene.member(0)});
    consume_all();
    const auto notice = notice_of(scene.author, scene.message()).value();
    BOOST_TEST(notice.reactions == "like=1");
    BOOST_TEST(notice.newest == Names{scene.member(0)}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(several_consumers_whose_connections_are_killed_make_each_notice_once) {
    const NoticeScene scene{20};
    constexpr int kRows = 300;
    for (int i = 0; i < kRows; ++i) {
        const auto& member = scene.member(static_cast<std::size_t>(i) % 20);
        if (i < 20) scene.put({member});
        scene.feed({'+' + member});
    }
    std::vector<std::future<void>> consumers;
    for (int i = 0; i < 3; ++i) {
        consumers.push_back(std::async(std::launch::async, [] { consume_all(); }));
    }
    while (rows_for_notices() > 0) administer_sql("KILL USER likes_notifier");
    for (auto& consumer : consumers) consumer.get();
    const auto notice = notice_of(scene.author, scene.message()).value();
    BOOST_TEST(notice.actors == 20U);
    BOOST_TEST(notice.new_since_read == 20U);
    BOOST_TEST(known_actors(scene.message()) == 20U);
    BOOST_TEST(notice.sequence == head_of(scene.author));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
