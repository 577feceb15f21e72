#include <chrono>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "direct_store.hpp"
#include "notice_scene.hpp"
#include "runtime/log.hpp"
#include "store/notices/departures.hpp"
#include "store/notices/feed_consumer.hpp"
#include "store/notices/retention.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"

/// Notices that change though nobody reacts: because of what is deleted, who leaves, and time.
namespace likes::test {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using store::NoticeRetention;

struct OncePerProcess {
    OncePerProcess() { log::init("notices_upkeep_test", "error"); }
    /// It would do what the cases are about to.
    StoppedService program{"notifier"};
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

void consume_all() {
    store::FeedConsumer consumer{session_of("notifier", 20s), {}};
    while (consumer.consume_some().rows > 0) continue;
}

void like(const NoticeScene& scene, const std::string& user) {
    scene.put({user});
    scene.feed({'+' + user});
    consume_all();
}

store::SettledNotices withdraw_the_departed() {
    return store::Departures{session_of("notifier", 20s), {}}.run_once();
}

int state_of(const NoticeScene& scene) {
    return notice_of(scene.author, scene.message()).value().state;
}

/// Deletes until there is nothing more to do.
void tidy(const NoticeRetention::Limits& limits) {
    NoticeRetention retention{session_of("notifier", 20s), limits};
    while (retention.delete_some()) continue;
}

/// As the options have it when nobody sets them.
constexpr NoticeRetention::Limits kLimits{days{90}, 1000};

BOOST_AUTO_TEST_SUITE(notices_upkeep)

BOOST_AUTO_TEST_CASE(a_deleted_message_has_no_notice_and_the_devices_are_told) {
    const NoticeScene scene;
    like(scene, scene.member(0));
    BOOST_TEST(withdraw_the_departed().total() == 0U);
    delete_message(scene.message());
    BOOST_TEST(withdraw_the_departed().withdrawn == 1U);
    BOOST_TEST(state_of(scene) == 1);
    BOOST_TEST((delivery_of(scene.author, scene.message()) == 2U));
    BOOST_TEST(withdraw_the_departed().total() == 0U);
    BOOST_TEST(head_of(scene.author) == 2U);
}

BOOST_AUTO_TEST_CASE(who_leaves_has_no_notices_of_the_chat_and_gets_them_back_with_news_alone) {
    const NoticeScene scene;
    const NoticeScene other;
    like(scene, scene.member(0));
    like(other, other.member(0));
    scene.chat.leave(scene.author);
    BOOST_TEST(withdraw_the_departed().withdrawn == 1U);
    BOOST_TEST(state_of(scene) == 2);
    BOOST_TEST(state_of(other) == 0);
    scene.chat.rejoin(scene.author);
    BOOST_TEST(withdraw_the_departed().total() == 0U);
    like(scene, scene.member(0));
    BOOST_TEST(state_of(scene) == 2);
    like(scene, scene.member(1));
    BOOST_TEST(state_of(scene) == 0);
}

BOOST_AUTO_TEST_CASE(a_liker_who_leaves_changes_nothing) {
    const NoticeScene scene;
    like(scene, scene.member(0));
    scene.chat.leave(scene.member(0));
    BOOST_TEST(withdraw_the_departed().total() == 0U);
    BOOST_TEST(state_of(scene) == 0);
}

BOOST_AUTO_TEST_CASE(what_is_committed_up_to_a_minute_late_is_found_and_what_was_found_is_not_looked_at_for_ever) {
    const NoticeScene late;
    const NoticeScene too_late;
    like(late, late.member(0));
    like(too_late, too_late.member(0));
    withdraw_the_departed();
    sql("UPDATE messages SET deleted_at = UTC_TIMESTAMP(6) - INTERVAL 50 SECOND WHERE message_id = " +
        sql_id(late.message()) +
        "; UPDATE messages SET deleted_at = UTC_TIMESTAMP(6) - INTERVAL 2 MINUTE "
        "WHERE message_id = " +
        sql_id(too_late.message()));
    BOOST_TEST(withdraw_the_departed().withdrawn == 1U);
    BOOST_TEST(state_of(late) == 1);
    BOOST_TEST(state_of(too_late) == 0);
    // What has happened while nobody was there is made up for.
    sql("UPDATE cursors SET at = UTC_TIMESTAMP(6) - INTERVAL 1 HOUR WHERE name = 'notices_deleted'");
    BOOST_TEST(withdraw_the_departed().withdrawn == 1U);
    BOOST_TEST(state_of(too_late) == 1);
}

BOOST_AUTO_TEST_CASE(more_than_a_batch_is_withdrawn_at_once) {
    const NoticeScene scene{1, store::Departures::kBatch + 5};
    sql("INSERT INTO notices SELECT " + sql_text(scene.author) +
        ", message_id, chat_id, 0, FALSE, 1, 1, UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), 1, 'like=1', '', 1, 0 FROM "
        "messages "
        "WHERE chat_id = " +
        sql_id(scene.chat.id()) + "; INSERT INTO notice_heads VALUES (" + sql_text(scene.author) + ", 1, 0)");
    scene.chat.leave(scene.author);
    BOOST_TEST(withdraw_the_departed().withdrawn == store::Departures::kBatch + 5);
    BOOST_TEST(head_of(scene.author) == store::Departures::kBatch + 6);
}

BOOST_AUTO_TEST_CASE(a_notice_that_cannot_be_settled_does_not_keep_the_scan_from_ending) {
    const NoticeScene scene{1, store::Departures::kBatch + 5};
    // Of somebody who did not write the messages: nobody of ours makes such a notice.
    sql("INSERT INTO notices SELECT 'nobody-of-ours', message_id, chat_id, 0, FALSE, 1, 1, UTC_TIMESTAMP(6), "
        "UTC_TIMESTAMP(6), 1, 'like=1', '', 1, 0 FROM messages WHERE chat_id = " +
        sql_id(scene.chat.id()) +
        "; UPDATE messages SET deleted_at = UTC_TIMESTAMP(6) WHERE chat_id = " + sql_id(scene.chat.id()));
    BOOST_TEST(withdraw_the_departed().total() == 0U);
    sql("DELETE FROM notices WHERE recipient_id = 'nobody-of-ours'");
}

BOOST_AUTO_TEST_CASE(old_notices_go_with_whom_they_remember_and_what_was_to_be_sent) {
    const NoticeScene old;
    const NoticeScene fresh;
    like(old, old.member(0));
    like(fresh, fresh.member(0));
    const auto age = [](const NoticeScene& scene, const std::string& ago) {
        sql("UPDATE notices SET raised_at = UTC_TIMESTAMP(6) - INTERVAL " + ago +
            " WHERE message_id = " + sql_id(scene.message()));
    };
    age(old, "90 DAY");
    age(fresh, "89 DAY");
    tidy(kLimits);
    BOOST_TEST(!notice_of(old.author, old.message()).has_value());
    BOOST_TEST(known_actors(old.message()) == 0U);
    BOOST_TEST(!delivery_of(old.author, old.message()).has_value());
    BOOST_TEST(notice_of(fresh.author, fresh.message()).has_value());
    BOOST_TEST(known_actors(fresh.message()) == 1U);
    tidy({days{89}, 1000});
    BOOST_TEST(!notice_of(fresh.author, fresh.message()).has_value());
    // Its recipient's sequence goes on.
    BOOST_TEST(head_of(fresh.author) == 1U);
}

BOOST_AUTO_TEST_CASE(what_was_withdrawn_goes_after_a_week) {
    const NoticeScene scene;
    like(scene, scene.member(0));
    delete_message(scene.message());
    withdraw_the_departed();
    const auto age = [&](const std::string& ago) {
        sql("UPDATE notices SET changed_at = UTC_TIMESTAMP(6) - INTERVAL " + ago +
            " WHERE message_id = " + sql_id(scene.message()));
    };
    age("6 DAY");
    tidy(kLimits);
    BOOST_TEST(notice_of(scene.author, scene.message()).has_value());
    age("7 DAY");
    tidy(kLimits);
    BOOST_TEST(!notice_of(scene.author, scene.message()).has_value());
}

BOOST_AUTO_TEST_CASE(of_one_recipient_the_newest_stay) {
    constexpr std::size_t kKept = 100;
    const NoticeScene scene{1, kKept + NoticeRetention::kBatch + 7};
    sql("SET @n = 0; INSERT INTO notices SELECT " + sql_text(scene.author) +
        ", message_id, chat_id, 0, FALSE, @n, (@n := @n + 1), UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), 1, 'like=1', '', 1, "
        "0 "
        "FROM messages WHERE chat_id = " +
        sql_id(scene.chat.id()) + "; INSERT INTO notice_heads VALUES (" + sql_text(scene.author) + ", 1000, 0)");
    tidy({days{90}, kKept});
    const auto left =
        sql("SELECT COUNT(*), MIN(raised_sequence), MAX(raised_sequence) FROM notices WHERE "
            "recipient_id = " +
            sql_text(scene.author));
    BOOST_TEST(left.at(0) == (SqlRow{"100", "208", "307"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
