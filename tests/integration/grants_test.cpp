#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "support/sql.hpp"

namespace likes::test {
namespace {

// None of these would change a row, should it be allowed after all.

/// Without reading the feed.
const std::string kInsertIntoFeed =
    "INSERT INTO feed (consumer, feed_id, entries) SELECT 'nobody', outbox_id, entries FROM outbox WHERE 1 = 0";

void check_allowed(const std::string& account, const std::vector<std::string>& statements) {
    for (const auto& statement : statements) {
        BOOST_TEST_CONTEXT("as likes_" << account << ": " << statement) {
            const auto verdict = sql_as(account, statement);
            BOOST_TEST(verdict.allowed, verdict.errors);
        }
    }
}

void check_refused(const std::string& account, const std::vector<std::string>& statements) {
    for (const auto& statement : statements) {
        BOOST_TEST_CONTEXT("as likes_" << account << ": " << statement) {
            const auto verdict = sql_as(account, statement);
            BOOST_TEST(!verdict.allowed);
            BOOST_TEST(verdict.errors.find("denied") != std::string::npos, verdict.errors);
        }
    }
}

BOOST_AUTO_TEST_SUITE(grants)

BOOST_AUTO_TEST_CASE(the_handlers_may_do_what_a_like_and_a_catch_up_need) {
    check_allowed("handlers", {
                                  "SELECT chat_id FROM chats LIMIT 1",
                                  "SELECT chat_id, user_id, left_at FROM chat_members LIMIT 1",
                                  "SELECT message_id, chat_id, deleted_at FROM messages LIMIT 1",
                                  "UPDATE reactions SET version = version WHERE 1 = 0",
                                  "DELETE FROM reactions WHERE 1 = 0",
                                  "INSERT INTO reactions SELECT * FROM reactions WHERE 1 = 0",
                                  "UPDATE reaction_summaries SET total = total WHERE 1 = 0",
                                  "INSERT INTO outbox SELECT * FROM outbox WHERE 1 = 0",
                                  "UPDATE outbox SET entries = entries WHERE 1 = 0",
                                  "DELETE FROM outbox WHERE 1 = 0",
                                  "SELECT * FROM chat_changes LIMIT 1",
                                  "INSERT INTO chat_changes SELECT * FROM chat_changes WHERE 1 = 0",
                                  "UPDATE chat_changes SET sequence = sequence WHERE 1 = 0",
                                  "SELECT * FROM chat_sequences LIMIT 1",
                                  "INSERT INTO chat_sequences SELECT * FROM chat_sequences WHERE 1 = 0",
                                  "UPDATE chat_sequences SET sequence = sequence WHERE 1 = 0",
                                  kInsertIntoFeed,
                                  "SELECT consumer, feed_id FROM feed LIMIT 1",
                              });
}

BOOST_AUTO_TEST_CASE(the_handlers_may_neither_alter_tables_nor_read_messages_nor_write_what_the_chat_backend_owns) {
    check_refused("handlers", {
                                  "SELECT body FROM messages LIMIT 1",
                                  "SELECT sender_id FROM messages LIMIT 1",
                                  "SELECT * FROM messages LIMIT 1",
                                  "SELECT joined_at FROM chat_members LIMIT 1",
                                  "SELECT * FROM erasures",
                                  "ALTER TABLE reactions ADD COLUMN extra INT",
                                  "ALTER TABLE messages ADD COLUMN extra INT",
                                  "CREATE TABLE extra (id INT)",
                                  "DROP TABLE IF EXISTS outbox",
                                  "TRUNCATE TABLE chats",
                                  "CREATE INDEX extra ON reactions (version)",
                                  "INSERT INTO chats SELECT * FROM chats WHERE 1 = 0",
                                  "INSERT INTO messages SELECT * FROM messages WHERE 1 = 0",
                                  "UPDATE messages SET body = body WHERE 1 = 0",
                                  "DELETE FROM messages WHERE 1 = 0",
                                  "INSERT INTO chat_members SELECT * FROM chat_members WHERE 1 = 0",
                                  "UPDATE chat_members SET left_at = NULL WHERE 1 = 0",
                                  "DELETE FROM chat_members WHERE 1 = 0",
                                  "DELETE FROM reaction_summaries WHERE 1 = 0",
                                  "DELETE FROM chat_changes WHERE 1 = 0",
                                  "TRUNCATE TABLE chat_changes",
                                  "ALTER TABLE chat_changes ADD COLUMN extra INT",
                                  "DELETE FROM chat_sequences WHERE 1 = 0",
                                  "TRUNCATE TABLE chat_sequences",
                                  "ALTER TABLE chat_sequences ADD COLUMN extra INT",
                                  "SELECT * FROM leases",
                                  "SELECT entries FROM feed",
                                  "DELETE FROM feed WHERE 1 = 0",
                                  "SELECT * FROM cursors",
                                  "SELECT * FROM like_quarters",
                                  "SELECT * FROM user_days",
                                  "SELECT * FROM rankings",
                                  "SELECT * FROM notices",
                                  "SELECT * FROM notice_heads",
                                  "SELECT * FROM notice_preferences",
                                  "SELECT name FROM profiles",
                                  "SELECT * FROM user_blocks",
                                  "SELECT title FROM chats",
                                  "SELECT * FROM schema_migrations",
                                  "SELECT * FROM mysql.global_priv",
                                  "GRANT SELECT ON reactions TO 'likes_relay'@'%'",
                                  "CREATE DATABASE extra",
                              });
}

BOOST_AUTO_TEST_CASE(the_relay_may_publish_record_and_delete_what_is_left_and_correct_counters) {
    check_allowed("relay", {
                               "SELECT * FROM outbox LIMIT 1",
                               "UPDATE outbox SET entries = entries WHERE 1 = 0",
                               "DELETE FROM outbox WHERE 1 = 0",
                               "SELECT * FROM reactions LIMIT 1",
                               "SELECT * FROM reaction_summaries LIMIT 1",
                               "UPDATE reaction_summaries SET total = total WHERE 1 = 0",
                               "INSERT INTO reaction_summaries SELECT * FROM reaction_summaries WHERE 1 = 0",
                               "INSERT INTO outbox SELECT * FROM outbox WHERE 1 = 0",
                               "SELECT message_id, chat_id, deleted_at FROM messages LIMIT 1",
                               "UPDATE leases SET holder = holder WHERE 1 = 0",
                               "SELECT * FROM chat_changes LIMIT 1",
                               "INSERT INTO chat_changes SELECT * FROM chat_changes WHERE 1 = 0",
                               "UPDATE chat_changes SET sequence = sequence WHERE 1 = 0",
                               "SELECT * FROM chat_sequences LIMIT 1",
                               "INSERT INTO chat_sequences SELECT * FROM chat_sequences WHERE 1 = 0",
                               "UPDATE chat_sequences SET sequence = sequence WHERE 1 = 0",
                               kInsertIntoFeed,
                           });
}

BOOST_AUTO_TEST_CASE(the_relay_may_not_write_likes) {
    check_refused("relay", {
                               "INSERT INTO reactions SELECT * FROM reactions WHERE 1 = 0",
                               "UPDATE reactions SET version = version WHERE 1 = 0",
                               "DELETE FROM reactions WHERE 1 = 0",
                               "DELETE FROM reaction_summaries WHERE 1 = 0",
                               "SELECT body FROM messages LIMIT 1",
                               "SELECT sender_id FROM messages LIMIT 1",
                               "SELECT joined_at FROM chat_members LIMIT 1",
                               "SELECT * FROM chats",
                               "SELECT * FROM erasures",
                               "UPDATE chat_members SET left_at = NULL WHERE 1 = 0",
                               "DELETE FROM leases WHERE 1 = 0",
                               "DELETE FROM chat_changes WHERE 1 = 0",
                               "TRUNCATE TABLE chat_changes",
                               "ALTER TABLE chat_changes ADD COLUMN extra INT",
                               "DELETE FROM chat_sequences WHERE 1 = 0",
                               "TRUNCATE TABLE chat_sequences",
                               "ALTER TABLE chat_sequences ADD COLUMN extra INT",
                               "ALTER TABLE outbox ADD COLUMN extra INT",
                               "SELECT * FROM feed",
                               "DELETE FROM feed WHERE 1 = 0",
                               "SELECT * FROM cursors",
                               "SELECT * FROM like_quarters",
                               "SELECT * FROM user_days",
                               "SELECT * FROM rankings",
                           });
}

BOOST_AUTO_TEST_CASE(the_analytics_may_count_and_read_what_they_are_about) {
    check_allowed("analytics",
                  {
                      "SELECT * FROM feed LIMIT 1",
                      "DELETE FROM feed WHERE 1 = 0",
                      "INSERT INTO like_quarters SELECT * FROM like_quarters WHERE 1 = 0",
                      "UPDATE like_quarters SET given = given WHERE 1 = 0",
                      "DELETE FROM like_quarters WHERE 1 = 0",
                      "INSERT INTO user_days SELECT * FROM user_days WHERE 1 = 0",
                      "UPDATE user_days SET given = given WHERE 1 = 0",
                      "DELETE FROM user_days WHERE 1 = 0",
                      "DELETE FROM rankings WHERE 1 = 0",
                      "INSERT INTO cursors SELECT * FROM cursors WHERE 1 = 0",
                      "UPDATE cursors SET at = at WHERE 1 = 0",
                      "UPDATE leases SET holder = holder WHERE 1 = 0",
                      "SELECT message_id, chat_id, sender_id, created_at, deleted_at FROM messages LIMIT 1",
                  });
}

BOOST_AUTO_TEST_CASE(the_analytics_may_neither_change_a_like_nor_read_messages) {
    check_refused("analytics", {
                                   "SELECT body FROM messages LIMIT 1",
                                   "INSERT INTO reactions SELECT * FROM reactions WHERE 1 = 0",
                                   "UPDATE reactions SET version = version WHERE 1 = 0",
                                   "DELETE FROM reactions WHERE 1 = 0",
                                   "UPDATE reaction_summaries SET total = total WHERE 1 = 0",
                                   "DELETE FROM outbox WHERE 1 = 0",
                                   "UPDATE feed SET entries = entries WHERE 1 = 0",
                                   "INSERT INTO feed SELECT * FROM feed WHERE 1 = 0",
                                   "DELETE FROM cursors WHERE 1 = 0",
                                   "DELETE FROM leases WHERE 1 = 0",
                                   "SELECT * FROM chat_members",
                                   "TRUNCATE TABLE like_quarters",
                                   "ALTER TABLE user_days ADD COLUMN extra INT",
                               });
}

BOOST_AUTO_TEST_CASE(the_operator_may_write_likes_and_what_counts_and_tells_of_them) {
    const std::string insert_into_outbox =
        "INSERT INTO outbox (outbox_id, cause, entries) SELECT message_id, 0, reaction FROM reactions WHERE 1 = 0";
    check_allowed("operator", {
                                  "SELECT message_id, chat_id, deleted_at FROM messages LIMIT 1",
                                  "INSERT INTO reactions SELECT * FROM reactions WHERE 1 = 0",
                                  "UPDATE reactions SET version = version WHERE 1 = 0",
                                  "DELETE FROM reactions WHERE 1 = 0",
                                  "UPDATE reaction_summaries SET total = total WHERE 1 = 0",
                                  insert_into_outbox,
                                  "UPDATE chat_changes SET sequence = sequence WHERE 1 = 0",
                                  "UPDATE chat_sequences SET sequence = sequence WHERE 1 = 0",
                                  "DELETE FROM erasures WHERE 1 = 0",
                                  "SELECT * FROM outbox LIMIT 1",
                                  "SELECT * FROM feed LIMIT 1",
                                  kInsertIntoFeed,
                                  "SELECT * FROM user_days LIMIT 1 FOR UPDATE",
                                  "DELETE FROM user_days WHERE 1 = 0",
                                  "SELECT * FROM rankings LIMIT 1",
                                  "DELETE FROM rankings WHERE 1 = 0",
                                  "UPDATE cursors SET at = at WHERE 1 = 0",
                                  "SELECT * FROM notices LIMIT 1 FOR UPDATE",
                                  "UPDATE notices SET newest = newest WHERE 1 = 0",
                                  "DELETE FROM notices WHERE 1 = 0",
                                  "SELECT * FROM notice_actors LIMIT 1",
                                  "DELETE FROM notice_actors WHERE 1 = 0",
                                  "SELECT * FROM notice_heads LIMIT 1 FOR UPDATE",
                                  "DELETE FROM notice_heads WHERE 1 = 0",
                                  "DELETE FROM notice_preferences WHERE 1 = 0",
                                  "DELETE FROM notice_deliveries WHERE 1 = 0",
                                  "SELECT * FROM profiles LIMIT 1",
                                  "SELECT * FROM user_blocks LIMIT 1",
                                  "SELECT chat_id, user_id, joined_at, left_at, muted_until FROM chat_members LIMIT 1",
                              });
}

BOOST_AUTO_TEST_CASE(the_operator_may_neither_read_messages_nor_touch_what_others_own) {
    check_refused("operator", {
                                  "SELECT body FROM messages LIMIT 1",
                                  "SELECT sender_id FROM messages LIMIT 1",
                                  "UPDATE messages SET body = body WHERE 1 = 0",
                                  "SELECT * FROM chats",
                                  "UPDATE chat_members SET left_at = NULL WHERE 1 = 0",
                                  "UPDATE profiles SET name = name WHERE 1 = 0",
                                  "DELETE FROM user_blocks WHERE 1 = 0",
                                  "UPDATE notices SET state = state WHERE 1 = 0",
                                  "INSERT INTO notices SELECT * FROM notices WHERE 1 = 0",
                                  "DELETE FROM reaction_summaries WHERE 1 = 0",
                                  "DELETE FROM outbox WHERE 1 = 0",
                                  "DELETE FROM chat_changes WHERE 1 = 0",
                                  "DELETE FROM chat_sequences WHERE 1 = 0",
                                  "SELECT * FROM leases",
                                  "TRUNCATE TABLE reactions",
                                  "ALTER TABLE reactions ADD COLUMN extra INT",
                                  "DROP TABLE IF EXISTS erasures",
                                  "DELETE FROM feed WHERE 1 = 0",
                                  "UPDATE outbox SET entries = entries WHERE 1 = 0",
                                  "UPDATE user_days SET given = given WHERE 1 = 0",
                                  "INSERT INTO user_days SELECT * FROM user_days WHERE 1 = 0",
                                  "UPDATE rankings SET items = items WHERE 1 = 0",
                                  "SELECT * FROM like_quarters",
                                  "DELETE FROM cursors WHERE 1 = 0",
                              });
}

BOOST_AUTO_TEST_CASE(the_analytics_may_count_compare_and_make_lists) {
    check_allowed("analytics",
                  {
                      "SELECT * FROM feed LIMIT 1 FOR UPDATE",
                      "DELETE FROM feed WHERE 1 = 0",
                      "SELECT * FROM like_quarters LIMIT 1",
                      "INSERT INTO like_quarters SELECT * FROM like_quarters WHERE 1 = 0",
                      "UPDATE like_quarters SET given = given WHERE 1 = 0",
                      "DELETE FROM like_quarters WHERE 1 = 0",
                      "SELECT * FROM user_days LIMIT 1",
                      "INSERT INTO user_days SELECT * FROM user_days WHERE 1 = 0",
                      "UPDATE user_days SET given = given WHERE 1 = 0",
                      "DELETE FROM user_days WHERE 1 = 0",
                      "SELECT * FROM rankings LIMIT 1",
                      "INSERT INTO rankings SELECT * FROM rankings WHERE 1 = 0",
                      "UPDATE rankings SET items = items WHERE 1 = 0",
                      "DELETE FROM rankings WHERE 1 = 0",
                      "SELECT * FROM cursors LIMIT 1",
                      "INSERT INTO cursors SELECT * FROM cursors WHERE 1 = 0",
                      "UPDATE cursors SET at = at WHERE 1 = 0",
                      "UPDATE leases SET holder = holder WHERE 1 = 0",
                      "SELECT message_id, chat_id, sender_id, created_at, deleted_at FROM messages LIMIT 1",
                      "SELECT * FROM reactions LIMIT 1",
                      "SELECT * FROM reaction_summaries LIMIT 1",
                      "SELECT * FROM chat_changes LIMIT 1",
                      "SELECT * FROM outbox LIMIT 1",
                      "SELECT user_id FROM erasures LIMIT 1",
                  });
}

BOOST_AUTO_TEST_CASE(the_analytics_may_neither_change_a_like_nor_read_what_people_write) {
    check_refused("analytics", {
                                   "SELECT body FROM messages LIMIT 1",
                                   "SELECT * FROM messages LIMIT 1",
                                   "UPDATE messages SET body = body WHERE 1 = 0",
                                   "INSERT INTO reactions SELECT * FROM reactions WHERE 1 = 0",
                                   "UPDATE reactions SET version = version WHERE 1 = 0",
                                   "DELETE FROM reactions WHERE 1 = 0",
                                   "UPDATE reaction_summaries SET total = total WHERE 1 = 0",
                                   "INSERT INTO outbox SELECT * FROM outbox WHERE 1 = 0",
                                   "UPDATE outbox SET recorded = TRUE WHERE 1 = 0",
                                   "DELETE FROM outbox WHERE 1 = 0",
                                   "UPDATE chat_changes SET sequence = sequence WHERE 1 = 0",
                                   kInsertIntoFeed,
                                   "SELECT * FROM erasures",
                                   "DELETE FROM erasures WHERE 1 = 0",
                                   "SELECT * FROM chat_members",
                                   "DROP TABLE IF EXISTS feed",
                                   "ALTER TABLE like_quarters ADD COLUMN extra INT",
                               });
}

BOOST_AUTO_TEST_CASE(who_shows_the_numbers_may_read_them_and_ask_for_lists) {
    check_allowed("insights", {
                                  "SELECT chat_id FROM chats LIMIT 1",
                                  "SELECT chat_id, user_id, left_at FROM chat_members LIMIT 1",
                                  "SELECT message_id, chat_id, sender_id, created_at, deleted_at FROM messages LIMIT 1",
                                  "SELECT * FROM reaction_summaries LIMIT 1",
                                  "SELECT * FROM chat_changes LIMIT 1",
                                  "SELECT * FROM cursors LIMIT 1",
                                  "SELECT * FROM like_quarters LIMIT 1",
                                  "SELECT * FROM user_days LIMIT 1",
                                  "SELECT * FROM rankings LIMIT 1",
                                  "INSERT INTO rankings SELECT * FROM rankings WHERE 1 = 0",
                                  "UPDATE rankings SET wanted_at = wanted_at WHERE 1 = 0",
                                  "SELECT user_id FROM erasures LIMIT 1",
                              });
}

BOOST_AUTO_TEST_CASE(who_shows_the_numbers_may_change_nothing_else_and_read_neither_likes_nor_what_people_write) {
    check_refused("insights", {
                                  "SELECT body FROM messages LIMIT 1",
                                  "SELECT * FROM messages LIMIT 1",
                                  "SELECT joined_at FROM chat_members LIMIT 1",
                                  "SELECT * FROM reactions",
                                  "SELECT * FROM outbox",
                                  "SELECT * FROM feed",
                                  "SELECT * FROM erasures",
                                  "SELECT * FROM leases",
                                  "INSERT INTO like_quarters SELECT * FROM like_quarters WHERE 1 = 0",
                                  "UPDATE like_quarters SET given = given WHERE 1 = 0",
                                  "DELETE FROM like_quarters WHERE 1 = 0",
                                  "UPDATE user_days SET given = given WHERE 1 = 0",
                                  "DELETE FROM user_days WHERE 1 = 0",
                                  "UPDATE rankings SET items = items WHERE 1 = 0",
                                  "DELETE FROM rankings WHERE 1 = 0",
                                  "UPDATE cursors SET at = at WHERE 1 = 0",
                                  "UPDATE reaction_summaries SET total = total WHERE 1 = 0",
                                  "UPDATE chat_changes SET sequence = sequence WHERE 1 = 0",
                                  "UPDATE chat_members SET left_at = NULL WHERE 1 = 0",
                              });
}

BOOST_AUTO_TEST_CASE(the_notifier_may_make_and_send_notices) {
    check_allowed("notifier",
                  {
                      "SELECT * FROM feed LIMIT 1 FOR UPDATE",
                      "DELETE FROM feed WHERE 1 = 0",
                      "SELECT * FROM reactions LIMIT 1",
                      "SELECT * FROM reaction_summaries LIMIT 1",
                      "SELECT message_id, chat_id, sender_id, created_at, deleted_at, importance FROM messages LIMIT 1",
                      "SELECT chat_id, title FROM chats LIMIT 1",
                      "SELECT chat_id, user_id, left_at, muted_until FROM chat_members LIMIT 1",
                      "SELECT user_id, name, deactivated_at FROM profiles LIMIT 1",
                      "SELECT * FROM user_blocks LIMIT 1",
                      "SELECT * FROM notices LIMIT 1 FOR UPDATE",
                      "INSERT INTO notices SELECT * FROM notices WHERE 1 = 0",
                      "UPDATE notices SET state = state WHERE 1 = 0",
                      "DELETE FROM notices WHERE 1 = 0",
                      "INSERT INTO notice_actors SELECT * FROM notice_actors WHERE 1 = 0",
                      "DELETE FROM notice_actors WHERE 1 = 0",
                      "SELECT * FROM notice_heads LIMIT 1 FOR UPDATE",
                      "INSERT INTO notice_heads SELECT * FROM notice_heads WHERE 1 = 0",
                      "UPDATE notice_heads SET sequence = sequence WHERE 1 = 0",
                      "SELECT * FROM notice_preferences LIMIT 1",
                      "INSERT INTO notice_deliveries SELECT * FROM notice_deliveries WHERE 1 = 0",
                      "UPDATE notice_deliveries SET sequence = sequence WHERE 1 = 0",
                      "DELETE FROM notice_deliveries WHERE 1 = 0",
                      "INSERT INTO cursors SELECT * FROM cursors WHERE 1 = 0",
                      "UPDATE leases SET holder = holder WHERE 1 = 0",
                  });
}

BOOST_AUTO_TEST_CASE(the_notifier_may_neither_change_a_like_nor_read_what_people_write_or_where_their_mail_goes) {
    check_refused("notifier", {
                                  "SELECT body FROM messages LIMIT 1",
                                  "SELECT email FROM profiles LIMIT 1",
                                  "UPDATE profiles SET name = name WHERE 1 = 0",
                                  "DELETE FROM user_blocks WHERE 1 = 0",
                                  "UPDATE messages SET importance = 0 WHERE 1 = 0",
                                  "UPDATE reactions SET version = version WHERE 1 = 0",
                                  "DELETE FROM reactions WHERE 1 = 0",
                                  "UPDATE reaction_summaries SET total = total WHERE 1 = 0",
                                  "SELECT * FROM outbox",
                                  kInsertIntoFeed,
                                  "UPDATE notice_preferences SET likes = likes WHERE 1 = 0",
                                  "DELETE FROM notice_heads WHERE 1 = 0",
                                  "SELECT * FROM user_days",
                                  "DROP TABLE IF EXISTS notices",
                                  "ALTER TABLE notices ADD COLUMN extra INT",
                              });
}

BOOST_AUTO_TEST_CASE(who_shows_notices_may_read_them_and_change_what_their_recipients_may) {
    check_allowed("notices", {
                                 "SELECT chat_id FROM chats LIMIT 1",
                                 "SELECT chat_id, user_id, left_at FROM chat_members LIMIT 1",
                                 "SELECT message_id, chat_id, deleted_at FROM messages LIMIT 1",
                                 "SELECT user_id, name FROM profiles LIMIT 1",
                                 "SELECT * FROM user_blocks LIMIT 1",
                                 "SELECT * FROM notices LIMIT 1 FOR UPDATE",
                                 "UPDATE notices SET is_read = is_read WHERE 1 = 0",
                                 "UPDATE notice_heads SET seen_sequence = seen_sequence WHERE 1 = 0",
                                 "INSERT INTO notice_preferences SELECT * FROM notice_preferences WHERE 1 = 0",
                                 "UPDATE notice_preferences SET likes = likes WHERE 1 = 0",
                                 "DELETE FROM notice_preferences WHERE 1 = 0",
                                 "INSERT INTO notice_deliveries SELECT * FROM notice_deliveries WHERE 1 = 0",
                                 "UPDATE notice_deliveries SET sequence = sequence WHERE 1 = 0",
                             });
}

BOOST_AUTO_TEST_CASE(who_shows_notices_may_make_none_and_read_neither_likes_nor_what_people_write) {
    check_refused("notices", {
                                 "SELECT body FROM messages LIMIT 1",
                                 "SELECT email FROM profiles LIMIT 1",
                                 "SELECT sender_id FROM messages LIMIT 1",
                                 "SELECT title FROM chats LIMIT 1",
                                 "INSERT INTO notice_heads SELECT * FROM notice_heads WHERE 1 = 0",
                                 "SELECT * FROM reactions",
                                 "SELECT * FROM reaction_summaries",
                                 "SELECT * FROM notice_actors",
                                 "SELECT * FROM feed",
                                 "SELECT * FROM outbox",
                                 "SELECT * FROM user_days",
                                 "SELECT * FROM leases",
                                 "INSERT INTO notices SELECT * FROM notices WHERE 1 = 0",
                                 "DELETE FROM notices WHERE 1 = 0",
                                 "DELETE FROM notice_heads WHERE 1 = 0",
                                 "DELETE FROM notice_deliveries WHERE 1 = 0",
                                 "UPDATE chat_members SET muted_until = NULL WHERE 1 = 0",
                                 "DELETE FROM user_blocks WHERE 1 = 0",
                             });
}

BOOST_AUTO_TEST_CASE(the_demo_may_read_a_chats_messages_and_nothing_else) {
    check_allowed("demo",
                  {"SELECT message_id, sender_id, body, created_at FROM messages WHERE deleted_at IS NULL LIMIT 1"});
    check_refused("demo", {
                              "UPDATE messages SET body = body WHERE 1 = 0",
                              "SELECT joined_at FROM chat_members",
                              "SELECT * FROM reactions",
                              "SELECT * FROM outbox",
                          });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
