// What the notifier tells recipients' devices, with the real database and the real broker.
#include "background/notifier/in_app.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "background/notifier/notice_sender.hpp"
#include "base/steady_clock.hpp"
#include "direct_store.hpp"
#include "publishing/mqtt_client.hpp"
#include "runtime/config.hpp"
#include "runtime/log.hpp"
#include "store/notices/deliveries_table.hpp"
#include "support/broker_login.hpp"
#include "support/chat.hpp"
#include "support/device.hpp"
#include "support/json.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/stack.hpp"
#include "unit/likes/build.hpp"
#include "unit/web/same_json.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using background::InApp;
using background::NoticeSender;

/// The program of the instance would tell what these cases are to tell.
struct OncePerProcess {
    OncePerProcess() { log::init("in_app_test", "error"); }
    StoppedService program{"notifier"};
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

const std::string kZero = "UNHEX(REPEAT('0', 32))";

std::string broker_password() {
    std::ifstream file{stack().secret("mqtt-notifier.password")};
    std::string password;
    if (!std::getline(file, password)) throw std::runtime_error{"the notifier has no password at the broker"};
    return password;
}

/// An author with a message in a chat, and what is stored of its notice, as whoever changes notices writes it.
class Author {
  public:
    Author() {
        sql("UPDATE messages SET sender_id = " + sql_text(id()) + " WHERE chat_id = " + sql_id(chat.id()) +
            "; INSERT INTO notice_heads (recipient_id, sequence, seen_sequence) VALUES (" + sql_text(id()) + ", 0, 0)");
    }

    const std::string& id() const { return chat.members().front(); }
    const std::string& liker() const { return chat.members().back(); }

    /// News: the liker likes the message of that number.
    void raise(std::size_t message = 0) { change(message, true, 0); }
    /// A change that is no news, to that state.
    void change_to(int state, std::size_t message = 0) { change(message, false, state); }
    void see() {
        ++sequence_;
        sql("UPDATE notice_heads SET sequence = " + number() + ", seen_sequence = " + number() +
            " WHERE recipient_id = " + sql_text(id()));
        schedule(kZero);
    }

    std::uint64_t sequence() const { return sequence_; }
    std::size_t rows() const {
        return sql_number("SELECT COUNT(*) FROM notice_deliveries WHERE recipient_id = " + sql_text(id()));
    }

    const Chat chat{2, 3};

  private:
    std::string number() const { return std::to_string(sequence_); }

    void change(std::size_t message, bool is_news, int state) {
        ++sequence_;
        const auto key = sql_id(chat.messages().at(message));
        const auto newest = liker() + ",like,1759485600";
        sql("INSERT INTO notices (recipient_id, message_id, chat_id, state, is_read, sequence, raised_sequence, "
            "raised_at, changed_at, actors, reactions, newest, new_since_read, milestone) VALUES (" +
            sql_text(id()) + ',' + key + ',' + sql_id(chat.id()) + ',' + std::to_string(state) + ", FALSE, " +
            number() + ',' + number() + ", '2025-10-03 10:00:00', UTC_TIMESTAMP(6), 1, 'like=1', " + sql_text(newest) +
            ", 1, 0) ON DUPLICATE KEY UPDATE state = VALUES(state), sequence = VALUES(sequence)" +
            (is_news ? ", raised_sequence = VALUES(raised_sequence)" : "") +
            "; UPDATE notice_heads SET sequence = " + number() + " WHERE recipient_id = " + sql_text(id()));
        schedule(key);
    }

    void schedule(const std::string& message) {
        sql("INSERT INTO notice_deliveries (channel, recipient_id, message_id, target, due_at, expires_at, sequence, "
            "attempts) VALUES ('in_app', " +
            sql_text(id()) + ',' + message + ',' + kZero + ", UTC_TIMESTAMP(6), UTC_TIMESTAMP(6) + INTERVAL 1 HOUR, " +
            number() + ", 0) ON DUPLICATE KEY UPDATE sequence = VALUES(sequence)");
    }

    std::uint64_t sequence_ = 0;
};

/// A recipient's device that listens to the recipient's notices.
class Phone {
  public:
    explicit Phone(const std::string& user) : device_{as(notices_login(user))} {
        if (device_.connect() != 0 || device_.subscribe("users/" + user + "/notices") != 1) {
            throw std::runtime_error{"the phone may not listen"};
        }
    }

    /// The next event, waiting for it if need be; "" if none comes.
    std::string next() {
        const bool is_there = eventually([&] {
            device_.poll(10ms);
            return device_.heard().size() > taken_;
        });
        if (!is_there) return {};
        const auto& delivered = device_.heard().at(taken_++);
        BOOST_TEST(delivered.qos == 1);
        BOOST_TEST(!delivered.retained);
        return delivered.payload;
    }
    /// Its type.
    std::string next_type() { return text_of(parse_json(next()), "type"); }

  private:
    Device device_;
    std::size_t taken_ = 0;
};

/// The sender, in this process. What keeps events apart is a clock that stands still until the case says otherwise.
class Sender {
  public:
    void run() {
        BOOST_REQUIRE(eventually([&] { return broker.is_connected(); }));
        sender_.run_once();
    }
    void pass(std::chrono::milliseconds time) { now_ += time; }
    /// Runs until all of that author's is told; what was held back takes two seconds of the database's clock.
    void run_until_told(const Author& author) {
        BOOST_TEST(eventually([&] {
            run();
            return author.rows() == 0;
        }));
    }

    publishing::MqttClient broker{{"127.0.0.1", stack().broker_port, "likes_notifier", broker_password()}};

  private:
    SteadyTime now_ = std::chrono::steady_clock::now();
    store::DeliveriesTable table_{session_of("notifier")};
    NoticeSender sender_{table_, broker.publisher(), 100, [this] { return now_; }};
};

std::string gone_json(const Author& author, std::uint64_t unread) {
    return R"({"type":"notice_withdrawn","payload":{"message_id":")" + author.chat.message() + R"(","chat_id":")" +
           author.chat.id() + R"(","sequence":)" + std::to_string(author.sequence()) + R"(,"unread":)" +
           std::to_string(unread) + R"(,"unread_capped":false}})";
}

BOOST_AUTO_TEST_SUITE(in_app)

BOOST_AUTO_TEST_CASE(news_reaches_every_device_of_the_author_and_its_row_goes) {
    Author author;
    Phone phone{author.id()};
    Phone tablet{author.id()};
    Sender sender;
    author.raise();
    sender.run();
    const auto expected = R"({"type":"notice_raised","payload":{"message_id":")" + author.chat.message() +
                          R"(","chat_id":")" + author.chat.id() + R"(","actors":1,"newest":[{"user_id":")" +
                          author.liker() + R"(","name":")" + author.liker() +
                          R"(","reaction":"like"}],"reactions":{"like":1},"new":1,"is_read":false,
                          "raised_at":"2025-10-03T10:00:00Z","sequence":1,"unread":1,"unread_capped":false}})";
    BOOST_TEST(same_json(phone.next(), expected));
    BOOST_TEST(same_json(tablet.next(), expected));
    BOOST_TEST(author.rows() == 0U);
}

BOOST_AUTO_TEST_CASE(the_names_are_those_of_the_profiles_and_who_is_blocked_has_none) {
    Author author;
    Phone phone{author.id()};
    Sender sender;
    sql("INSERT INTO profiles (user_id, name) VALUES (" + sql_text(author.liker()) + ", 'Zoë \"Z\" 🎉')");
    author.raise();
    sender.run();
    BOOST_TEST(phone.next().find(R"("name":"Zoë \"Z\" 🎉")") != std::string::npos);
    sql("INSERT INTO user_blocks (user_id, blocked_id) VALUES (" + sql_text(author.id()) + ',' +
        sql_text(author.liker()) + ')');
    author.raise(1);
    sender.run();
    BOOST_TEST(phone.next().find(R"("newest":[])") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(each_kind_of_change_has_its_type_and_the_badge_is_that_of_the_moment) {
    Author author;
    Phone phone{author.id()};
    Sender sender;
    author.raise();
    author.raise(1);
    sender.run();
    BOOST_TEST(phone.next_type() == "notice_raised");
    BOOST_TEST(phone.next_type() == "notice_raised");
    author.change_to(0, 1);
    sender.pass(2s);
    sender.run_until_told(author);
    BOOST_TEST(phone.next_type() == "notice_changed");
    author.see();
    sender.run();
    BOOST_TEST(same_json(phone.next(),
                         R"({"type":"notices_seen","payload":{"sequence":4,"unread":0,"unread_capped":false}})"));
    author.raise(2);
    author.change_to(1);
    sender.pass(2s);
    sender.run_until_told(author);
    BOOST_TEST(phone.next_type() == "notice_raised");
    BOOST_TEST(same_json(phone.next(), gone_json(author, 1)));
}

BOOST_AUTO_TEST_CASE(of_a_chat_that_the_author_has_left_and_of_a_deleted_message_only_the_end_is_told) {
    for (const bool is_deleted : {true, false}) {
        Author author;
        Phone phone{author.id()};
        Sender sender;
        author.raise();
        if (is_deleted) {
            delete_message(author.chat.message());
        } else {
            author.chat.leave(author.id());
        }
        sender.run();
        // Until it is withdrawn, which tells them once more, the badge counts it.
        BOOST_TEST(same_json(phone.next(), gone_json(author, 1)));
        BOOST_TEST(author.rows() == 0U);
    }
}

BOOST_AUTO_TEST_CASE(who_has_muted_the_chat_is_told_of_a_change_and_not_of_news) {
    const auto preferences = [](const Author& author, const std::string& chat, const std::string& values) {
        sql("INSERT INTO notice_preferences (user_id, chat_id, likes, muted_until) VALUES (" + sql_text(author.id()) +
            ',' + chat + ',' + values + ')');
    };
    const std::string later = "UTC_TIMESTAMP(6) + INTERVAL 1 HOUR";
    const std::string earlier = "UTC_TIMESTAMP(6) - INTERVAL 1 HOUR";
    const std::vector<std::pair<std::string, std::function<void(const Author&)>>> ways{
        {"notice_changed",
         [&](const Author& author) {
             sql("UPDATE chat_members SET muted_until = " + later + " WHERE user_id = " + sql_text(author.id()));
         }},
        {"notice_changed", [&](const Author& author) { preferences(author, kZero, "'off', NULL"); }},
        {"notice_changed", [&](const Author& author) { preferences(author, kZero, "NULL, " + later); }},
        {"notice_changed", [&](const Author& author) { preferences(author, sql_id(author.chat.id()), "'off', NULL"); }},
        {"notice_raised",
         [&](const Author& author) {
             preferences(author, kZero, "'off', " + later);
             preferences(author, sql_id(author.chat.id()), "'all', " + earlier);
         }},
    };
    for (const auto& [type, mute] : ways) {
        Author author;
        Phone phone{author.id()};
        Sender sender;
        author.raise();
        mute(author);
        sender.run();
        BOOST_TEST(phone.next_type() == type);
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_sent_to_who_is_deactivated) {
    Author author;
    Phone phone{author.id()};
    Sender sender;
    sql("INSERT INTO profiles (user_id, name, deactivated_at) VALUES (" + sql_text(author.id()) +
        ", 'Ann', UTC_TIMESTAMP(6))");
    author.raise();
    sender.run();
    BOOST_TEST(author.rows() == 0U);
    sql("UPDATE profiles SET deactivated_at = NULL WHERE user_id = " + sql_text(author.id()));
    author.see();
    sender.run();
    BOOST_TEST(phone.next_type() == "notices_seen");
}

BOOST_AUTO_TEST_CASE(what_comes_too_soon_is_held_back_and_the_last_of_it_is_sent) {
    Author author;
    Phone phone{author.id()};
    Sender sender;
    author.raise();
    sender.run();
    author.raise();
    sender.run();
    author.raise();
    sender.run();
    BOOST_TEST(author.rows() == 1U);
    sender.pass(2s);
    sender.run_until_told(author);
    BOOST_TEST(number_of(member(parse_json(phone.next()), "payload"), "sequence") == 1U);
    BOOST_TEST(number_of(member(parse_json(phone.next()), "payload"), "sequence") == 3U);
}

BOOST_AUTO_TEST_CASE(a_row_that_has_changed_since_it_was_read_stays) {
    Author author;
    author.raise();
    store::DeliveriesTable table{session_of("notifier")};
    std::vector<store::Delivery> own;
    for (auto& each : table.due(1000)) {
        if (each.recipient.str() == author.id()) own.push_back(std::move(each));
    }
    BOOST_REQUIRE(own.size() == 1U);
    BOOST_TEST(own[0].sequence == 1U);
    author.raise();
    table.remove(own);
    BOOST_TEST(author.rows() == 1U);
    own[0].sequence = 2;
    table.remove(own);
    BOOST_TEST(author.rows() == 0U);
    // Who is erased meanwhile has no row to postpone.
    const std::vector<store::LaterDelivery> later{{own[0], 1s}};
    table.postpone(later);
    BOOST_TEST(author.rows() == 0U);
}

BOOST_AUTO_TEST_CASE(the_badge_counts_up_to_a_hundred) {
    const Chat chat{2, 101};
    const auto& author = chat.members().front();
    std::string statements =
        "INSERT INTO notice_heads (recipient_id, sequence, seen_sequence) VALUES (" + sql_text(author) + ", 101, 0);";
    for (std::size_t i = 0; i < chat.messages().size(); ++i) {
        const auto sequence = std::to_string(i + 1);
        statements +=
            "INSERT INTO notices (recipient_id, message_id, chat_id, state, is_read, sequence, raised_sequence, "
            "raised_at, changed_at, actors, reactions, newest, new_since_read, milestone) VALUES (" +
            sql_text(author) + ',' + sql_id(chat.messages()[i]) + ',' + sql_id(chat.id()) + ", 0, FALSE, " + sequence +
            ',' + sequence + ", UTC_TIMESTAMP(6), UTC_TIMESTAMP(6), 1, 'like=1', '', 1, 0);";
    }
    sql(statements);
    const auto& nobody = chat.members().back();
    store::DeliveriesTable table{session_of("notifier")};
    const auto badges = [&] { return table.unread({user(author), user(nobody)}); };
    BOOST_TEST((badges().at(user(author)) == notices::Unread{100, true}));
    BOOST_TEST((badges().at(user(nobody)) == notices::Unread{0, false}));
    sql("UPDATE notices SET is_read = TRUE WHERE sequence = 1 AND recipient_id = " + sql_text(author));
    BOOST_TEST((badges().at(user(author)) == notices::Unread{100, false}));
    sql("UPDATE notice_heads SET seen_sequence = 100 WHERE recipient_id = " + sql_text(author));
    BOOST_TEST((badges().at(user(author)) == notices::Unread{1, false}));
    sql("UPDATE notices SET state = 1 WHERE recipient_id = " + sql_text(author));
    BOOST_TEST((badges().at(user(author)) == notices::Unread{0, false}));
}

BOOST_AUTO_TEST_CASE(what_waited_for_the_broker_is_told_when_it_is_back) {
    Author author;
    Sender sender;
    {
        StoppedService broker{"mosquitto"};
        BOOST_REQUIRE(eventually([&] { return !sender.broker.is_connected(); }));
        author.raise();
        broker.start();
    }
    // Who listened before has to come back by themselves.
    std::optional<Phone> phone;
    BOOST_REQUIRE(eventually([&] {
        try {
            phone.emplace(author.id());
            return true;
        } catch (const std::runtime_error&) {
            return false;
        }
    }));
    sender.run();
    BOOST_TEST(phone->next_type() == "notice_raised");
    BOOST_TEST(author.rows() == 0U);
}

runtime::Config program_config() {
    runtime::Config config;
    config.database.url = "tcp://127.0.0.1:" + std::to_string(stack().db_port);
    config.database.user = "likes_notifier";
    config.database.password_file = stack().secret("db-notifier.password");
    config.broker.port = stack().broker_port;
    config.broker.user = "likes_notifier";
    config.broker.password_file = stack().secret("mqtt-notifier.password");
    return config;
}

BOOST_AUTO_TEST_CASE(who_holds_the_lease_tells_and_when_it_is_released_another_does) {
    Author author;
    Phone phone{author.id()};
    const HeldLease held{"in-app"};
    InApp own{program_config(), std::chrono::steady_clock::now};
    author.raise();
    own.run_once();
    BOOST_TEST(author.rows() == 1U);
    held.release();
    BOOST_TEST(eventually([&] {
        own.run_once();
        return author.rows() == 0;
    }));
    BOOST_TEST(phone.next_type() == "notice_raised");
    own.release();
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM leases WHERE name = 'in-app' AND expires_at > UTC_TIMESTAMP(6)") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
