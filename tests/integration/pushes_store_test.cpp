// When pushes are due, to which devices, and what is stored of what became of them, with the real database.
#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "base/uuid.hpp"
#include "direct_store.hpp"
#include "likes/change.hpp"
#include "likes/feed_entry.hpp"
#include "notice_scene.hpp"
#include "notices/rules.hpp"
#include "runtime/log.hpp"
#include "store/notices/feed_consumer.hpp"
#include "store/notices/push_deciding.hpp"
#include "store/notices/push_deliveries_table.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using store::DecidedPushes;
using store::DevicePush;
using store::PushDeciding;
using store::PushDeliveriesTable;
using store::PushResult;
using Names = std::vector<std::string>;

struct OncePerProcess {
    OncePerProcess() { log::init("pushes_store_test", "error"); }
    /// It would deal with what the cases are about to.
    StoppedService program{"notifier"};
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

/// An author with a device, whose messages others like.
class PushScene : public NoticeScene {
  public:
    explicit PushScene(std::size_t messages = 1) : NoticeScene{3, messages}, device{add_device()} {}

    /// Nothing is to be sent to devices that nobody has.
    ~PushScene() {
        sql("DELETE FROM push_subscriptions" + of_author() +
            "; DELETE FROM notice_deliveries WHERE recipient_id = " + sql_text(author));
    }
    PushScene(const PushScene&) = delete;
    PushScene& operator=(const PushScene&) = delete;

    /// Of the device.
    const std::string device;

    std::string add_device(const std::string& kind = "apns") const {
        const auto id = unique_uuid();
        sql("INSERT INTO push_subscriptions (subscription_id, user_id, kind, endpoint_hash, endpoint, p256dh, auth, "
            "key_id, "
            "locale, label, created_at, registered_at) VALUES (" +
            sql_id(id) + ", " + sql_text(author) + ", " + sql_text(kind) +
            ", RANDOM_BYTES(32), REPEAT('a', 64), UNHEX(REPEAT('00FF27', 21)), NULL, NULL, 'en', '', UTC_TIMESTAMP(6) "
            "- "
            "INTERVAL 1 HOUR, UTC_TIMESTAMP(6) - INTERVAL 1 HOUR)");
        return id;
    }

    /// The member reacts to a message of that number, and the notice says so.
    void like(const std::string& user, std::size_t message = 0) const {
        sql("INSERT INTO reactions SELECT " + sql_id(chat.messages()[message]) + ", 'like', " + sql_text(user) +
            ", COALESCE(MAX(version), 0) + 1, UTC_TIMESTAMP(6) FROM reactions WHERE message_id = " +
            sql_id(chat.messages()[message]) +
            "; INSERT INTO reaction_summaries SELECT message_id, 'like', COUNT(*), "
            "MAX(version), UTC_TIMESTAMP(6), '1970-01-01', '', '' FROM reactions WHERE message_id = " +
            sql_id(chat.messages()[message]) + " GROUP BY message_id ON DUPLICATE KEY UPDATE total = VALUES(total)");
        const FeedEntry entry{Uuid::parse(unique_uuid()).value(),
                              Cause::kUsers,
                              {Uuid::parse(chat.id()).value(),
                               {Uuid::parse(chat.messages()[message]).value(), Reaction::parse("like").value()},
                               {parse_change('+' + user)}}};
        feed_notices(format_feed_entry(entry));
        notices::Policy policy;
        policy.push = notices::PushPolicy{};
        store::FeedConsumer consumer{session_of("notifier", 20s), policy};
        while (consumer.consume_some().rows > 0) continue;
    }

    /// In how many seconds the push of the message is due; nullopt: never.
    std::optional<std::int64_t> due_in(std::size_t message = 0) const {
        const auto rows =
            sql("SELECT ROUND(TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), due_at) / 1000000)" + of_push(message));
        if (rows.empty()) return std::nullopt;
        return std::stoll(rows[0][0]);
    }

    /// Time passes.
    void let_it_be_due() const {
        sql("UPDATE notice_deliveries SET due_at = UTC_TIMESTAMP(6) - INTERVAL 1 SECOND WHERE recipient_id = " +
            sql_text(author));
    }

    DecidedPushes decide(const notices::PushPolicy& policy = {}) const {
        let_it_be_due();
        return PushDeciding{session_of("notifier", 20s), policy}.decide_some();
    }

    /// What waits for devices: the messages.
    Names sent() const {
        Names messages;
        for (const auto& row : sql("SELECT LOWER(HEX(message_id)) FROM notice_deliveries WHERE channel = 'device' AND "
                                   "recipient_id = " +
                                   sql_text(author) + " ORDER BY message_id, target")) {
            messages.push_back(row[0]);
        }
        return messages;
    }

    std::uint64_t step() const {
        return sql_number("SELECT push_step FROM notices WHERE message_id = " + sql_id(message()));
    }

    void set(const std::string& assignments) const { sql("UPDATE notices SET " + assignments + of_message()); }

    /// Those of the author that are due.
    std::vector<DevicePush> claim() const {
        std::vector<DevicePush> own;
        for (auto& one : PushDeliveriesTable{session_of("notifier", 20s)}.claim(1000)) {
            if (one.key.recipient.str() == author) own.push_back(one);
        }
        return own;
    }

    void finish(const PushResult& result) const {
        PushDeliveriesTable{session_of("notifier", 20s)}.finish(std::vector{result});
    }

    std::string of_author() const { return " WHERE user_id = " + sql_text(author); }

  private:
    std::string of_message() const { return " WHERE message_id = " + sql_id(message()); }
    std::string of_push(std::size_t message) const {
        return " FROM notice_deliveries WHERE channel = 'push' AND recipient_id = " + sql_text(author) +
               " AND message_id = " + sql_id(chat.messages()[message]);
    }
};

std::string digits_of(const std::string& uuid) {
    auto digits = uuid;
    std::erase(digits, '-');
    return digits;
}

BOOST_AUTO_TEST_SUITE(pushes_store)

BOOST_AUTO_TEST_CASE(news_is_due_a_moment_later_and_more_of_it_changes_nothing) {
    const PushScene scene;
    scene.like(scene.member(0));
    BOOST_TEST(scene.due_in().value() > 5);
    BOOST_TEST(scene.due_in().value() <= 15);
    sql("UPDATE notice_deliveries SET due_at = due_at - INTERVAL 10 SECOND WHERE channel = 'push' AND recipient_id = " +
        sql_text(scene.author));
    scene.like(scene.member(1));
    BOOST_TEST(scene.due_in().value() <= 5);
}

BOOST_AUTO_TEST_CASE(without_a_device_or_a_wish_there_is_no_push) {
    const PushScene scene{3};
    sql("UPDATE push_subscriptions SET disabled_at = UTC_TIMESTAMP(6)" + scene.of_author());
    scene.like(scene.member(0));
    BOOST_TEST(!scene.due_in().has_value());
    sql("UPDATE push_subscriptions SET disabled_at = NULL" + scene.of_author() +
        "; INSERT INTO notice_preferences (user_id, chat_id, push) VALUES (" + sql_text(scene.author) +
        ", REPEAT(CHAR(0), 16), FALSE)");
    scene.like(scene.member(0), 1);
    BOOST_TEST(!scene.due_in(1).has_value());
    // What is said of the chat holds before that.
    sql("INSERT INTO notice_preferences (user_id, chat_id, push) VALUES (" + sql_text(scene.author) + ", " +
        sql_id(scene.chat.id()) + ", TRUE)");
    scene.like(scene.member(0), 2);
    BOOST_TEST(scene.due_in(2).has_value());
}

BOOST_AUTO_TEST_CASE(the_waits_grow_until_the_recipient_looks) {
    const PushScene scene;
    scene.like(scene.member(0));
    BOOST_TEST(scene.decide().due >= 1U);
    BOOST_TEST(scene.sent() == Names{digits_of(scene.message())}, boost::test_tools::per_element());
    BOOST_TEST(scene.step() == 1U);
    BOOST_TEST(!scene.due_in().has_value());
    scene.like(scene.member(1));
    BOOST_TEST(scene.due_in().value() > 290);
    // The push that waits comes earlier for it.
    scene.set("is_read = TRUE");
    scene.like(scene.member(2));
    BOOST_TEST(scene.due_in().value() <= 15);
    BOOST_TEST(scene.step() == 0U);
}

BOOST_AUTO_TEST_CASE(what_was_read_or_left_or_muted_meanwhile_is_dropped) {
    const PushScene read;
    read.like(read.member(0));
    read.set("is_read = TRUE");
    const PushScene left;
    left.like(left.member(0));
    left.chat.leave(left.author);
    const PushScene muted;
    muted.like(muted.member(0));
    sql("UPDATE chat_members SET muted_until = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR" + muted.of_author());
    for (const auto* scene : {&read, &left, &muted}) {
        scene->decide();
        BOOST_TEST(scene->sent().empty());
        BOOST_TEST(!scene->due_in().has_value());
    }
}

BOOST_AUTO_TEST_CASE(each_device_gets_one_and_without_tokens_there_is_one_of_all_later) {
    const PushScene scene{4};
    scene.add_device("fcm");
    for (std::size_t i = 0; i < 2; ++i) scene.like(scene.member(0), i);
    scene.decide({.per_hour = 2});
    BOOST_TEST(scene.sent().size() == 4U);
    sql("DELETE FROM notice_deliveries WHERE channel = 'device' AND recipient_id = " + sql_text(scene.author));
    for (std::size_t i = 2; i < 4; ++i) scene.like(scene.member(0), i);
    scene.decide({.per_hour = 2});
    BOOST_TEST(scene.sent().empty());
    BOOST_TEST(scene.due_in(2).value() > 1700);
    sql("UPDATE notice_heads SET push_refilled_at = push_refilled_at - INTERVAL 31 MINUTE WHERE recipient_id = " +
        sql_text(scene.author));
    scene.decide({.per_hour = 2});
    const std::string all(32, '0');
    BOOST_TEST(scene.sent() == (Names{all, all}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(in_quiet_hours_it_waits_for_their_end_by_the_clocks_of_the_profile) {
    const PushScene scene;
    // From a minute ago on, for two hours, where it is five and a half hours later.
    sql("INSERT INTO profiles (user_id, name, time_zone) VALUES (" + sql_text(scene.author) +
        ", 'A', 'Asia/Kolkata'); SET @m = MOD(FLOOR(TIME_TO_SEC(UTC_TIME()) / 60) + 330 + 1439, 1440); "
        "INSERT INTO notice_preferences (user_id, chat_id, quiet_from, quiet_to) VALUES (" +
        sql_text(scene.author) + ", REPEAT(CHAR(0), 16), @m, MOD(@m + 120, 1440))");
    scene.like(scene.member(0));
    scene.decide();
    BOOST_TEST(scene.sent().empty());
    BOOST_TEST(scene.due_in().value() > 6900);
    BOOST_TEST(scene.due_in().value() <= 7200);
}

BOOST_AUTO_TEST_CASE(a_claim_has_all_that_is_to_be_known_and_nobody_else_gets_it) {
    const PushScene scene;
    sql("INSERT INTO profiles (user_id, name) VALUES (" + sql_text(scene.member(0)) +
        ", 'Bob 🌻'); UPDATE chats SET title = "
        "'Hike' WHERE chat_id = " +
        sql_id(scene.chat.id()));
    scene.like(scene.member(0));
    scene.decide();
    const auto pushes = scene.claim();
    BOOST_TEST_REQUIRE(pushes.size() == 1U);
    const auto& push = pushes[0];
    BOOST_TEST(push.key.message.to_string() == scene.message());
    BOOST_TEST(push.key.target.to_string() == scene.device);
    BOOST_TEST(push.target.value().endpoint == std::string(64, 'a'));
    BOOST_TEST((push.target->kind == push::Kind::kApns));
    BOOST_TEST(push.target->p256dh.size() == 65U);
    BOOST_TEST(push.target->p256dh.substr(0, 3) == std::string("\x00\xff\x27", 3));
    BOOST_TEST(push.chat_title == "Hike");
    BOOST_TEST(push.shown.value().newest.at(0).name.value() == "Bob 🌻");
    BOOST_TEST(push.unread.count == 1U);
    BOOST_TEST(notices::is_worth_a_push(push.due));
    BOOST_TEST(scene.claim().empty());
}

BOOST_AUTO_TEST_CASE(what_became_of_a_push_is_written) {
    using What = PushResult::What;
    const PushScene scene;
    scene.like(scene.member(0));
    scene.decide();
    const auto key = scene.claim().at(0).key;
    scene.finish({.key = key, .what = What::kLater, .wait = 0ms});
    BOOST_TEST(scene.claim().at(0).attempts == 1U);
    // There is more news than was read.
    sql("UPDATE notice_deliveries SET sequence = sequence + 1 WHERE channel = 'device' AND recipient_id = " +
        sql_text(scene.author));
    scene.finish({.key = key, .what = What::kSent});
    BOOST_TEST(scene.sent().size() == 1U);
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM push_subscriptions" + scene.of_author() +
                          " AND last_ok_at IS NOT NULL") == 1U);
    scene.let_it_be_due();
    scene.finish({.key = scene.claim().at(0).key, .what = What::kFailed});
    BOOST_TEST(scene.sent().empty());
    BOOST_TEST(sql_number("SELECT failures FROM push_subscriptions" + scene.of_author()) == 1U);
}

BOOST_AUTO_TEST_CASE(a_device_that_is_gone_goes_with_all_that_waits_for_it_unless_it_is_back) {
    const PushScene scene{2};
    scene.like(scene.member(0));
    scene.like(scene.member(0), 1);
    scene.decide();
    const auto push = scene.claim().at(0);
    const auto registered_at = push.target.value().registered_at;
    scene.finish({.key = push.key, .what = PushResult::What::kGone, .registered_at = registered_at - 1s});
    BOOST_TEST(scene.sent().size() == 2U);
    scene.finish({.key = push.key, .what = PushResult::What::kGone, .registered_at = registered_at});
    BOOST_TEST(scene.sent().empty());
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM push_subscriptions" + scene.of_author()) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
