#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "faults/load.hpp"
#include "faults/verdict.hpp"
#include "runtime/log.hpp"
#include "support/api.hpp"
#include "support/broker_login.hpp"
#include "support/device.hpp"
#include "support/json.hpp"
#include "support/patience.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;

struct OncePerProcess {
    OncePerProcess() { log::init("notices_test", "error"); }
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

/// Those who change, publish, hand on and tell.
const std::array<std::string, 6> kPrograms{"notifier",         "like_message",       "unlike_message",
                                           "react_to_message", "unreact_to_message", "relay"};

/// The messages of the chat are somebody's who is in it and does nothing.
std::string author_of(const Chat& chat) {
    auto author = unique_user("author");
    chat.join(author);
    sql("UPDATE messages SET sender_id = " + sql_text(author) + " WHERE chat_id = " + sql_id(chat.id()));
    return author;
}

std::set<std::string> messages(const std::string& statement) {
    std::set<std::string> ids;
    for (const auto& row : sql(statement)) ids.insert(row.at(0));
    return ids;
}

/// Messages of the chat to which somebody reacts, and those of which the list has a notice. The author does not react.
std::set<std::string> standing(const Chat& chat) {
    return messages(
        "SELECT DISTINCT HEX(r.message_id) FROM reactions r JOIN messages m ON m.message_id = r.message_id "
        "WHERE m.chat_id = " +
        sql_id(chat.id()));
}
std::set<std::string> listed(const std::string& author) {
    return messages("SELECT HEX(message_id) FROM notices WHERE state = 0 AND recipient_id = " + sql_text(author));
}

/// Notices that do not say what stands: how many people react, and how many reactions there are.
std::uint64_t wrong(const std::string& author) {
    return sql_number(
        "SELECT COUNT(*) FROM notices n JOIN (SELECT m.message_id, COUNT(DISTINCT r.user_id) AS people FROM messages m "
        "LEFT JOIN reactions r ON r.message_id = m.message_id WHERE m.sender_id = " +
        sql_text(author) + " GROUP BY m.message_id) s ON s.message_id = n.message_id WHERE n.recipient_id = " +
        sql_text(author) + " AND n.state = 0 AND n.actors <> s.people");
}

std::uint64_t badge_of(const std::string& author) {
    return sql_number(
        "SELECT COUNT(*) FROM notices n JOIN notice_heads h ON h.recipient_id = n.recipient_id WHERE "
        "n.state = 0 AND NOT n.is_read AND n.raised_sequence > h.seen_sequence AND n.recipient_id = " +
        sql_text(author));
}

/// The author's, that is told how the notices stand.
class AuthorsDevice {
  public:
    explicit AuthorsDevice(const std::string& author) : device_{as(notices_login(author))} {
        BOOST_REQUIRE(device_.connect() == 0);
        BOOST_REQUIRE(device_.subscribe("users/" + author + "/notices") == 1);
    }

    /// Takes what has come by now.
    void poll() { device_.poll(); }
    /// Until an event has come that holds this text.
    bool wait_for(const std::string& text) {
        return eventually([&] {
            device_.poll(10ms);
            const auto& heard = device_.heard();
            return std::any_of(heard.begin(), heard.end(),
                               [&](const auto& event) { return event.payload.find(text) != std::string::npos; });
        });
    }
    std::size_t heard() const { return device_.heard().size(); }
    std::size_t heard(const std::string& type) const {
        const auto& heard = device_.heard();
        return static_cast<std::size_t>(std::count_if(heard.begin(), heard.end(), [&](const auto& event) {
            return text_of(parse_json(event.payload), "type") == type;
        }));
    }

  private:
    Device device_;
};

/// The likes and other reactions that were acknowledged, put or taken back.
std::size_t changes_in(const History& history) {
    const auto calls = history.calls();
    return static_cast<std::size_t>(std::count_if(calls.begin(), calls.end(), [](const Call& call) {
        return call.ask != Ask::kRead && call.answer.has_value();
    }));
}

BOOST_AUTO_TEST_SUITE(notices)

BOOST_AUTO_TEST_CASE(whoever_is_killed_every_reaction_that_stands_has_a_notice_and_no_notice_is_without_one) {
    const std::size_t wanted = is_long() ? 200'000 : 20'000;
    constexpr std::size_t kMessages = 24;
    constexpr auto kBetween = 1s;
    constexpr std::size_t kKillsMin = 18;
    const Chat chat{kClients, kMessages};
    const auto author = author_of(chat);
    Listener listener{chat};
    History history;
    std::size_t kills = 0;
    change_likes_while(chat, history, [&] {
        while (kills < kKillsMin || changes_in(history) < wanted) {
            const auto next = std::chrono::steady_clock::now() + kBetween;
            BOOST_TEST(kill_workers_of(kPrograms.at(kills++ % kPrograms.size())) >= 1U);
            do {
                BOOST_REQUIRE(badge_of(author) <= kMessages);
            } while (std::chrono::steady_clock::now() < next);
            BOOST_REQUIRE(history.wait_for_more(1));
        }
    });
    // Quiet: nobody calls, and what the dead have left is handed on.
    BOOST_TEST(eventually([&] { return chat.outbox_rows() == 0; }));
    const bool is_settled = eventually([&] { return listed(author) == standing(chat) && wrong(author) == 0; }, 5s);
    BOOST_TEST(is_settled);
    BOOST_TEST(listed(author) == standing(chat), boost::test_tools::per_element());
    BOOST_TEST(wrong(author) == 0U);
    BOOST_TEST(changes_in(history) >= wanted);
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM feed WHERE consumer = 'notices'") == 0U);
    // Each of the clients is news once for each message, whatever died.
    BOOST_TEST(sql_number("SELECT COALESCE(MAX(new_since_read), 0) FROM notices WHERE recipient_id = " +
                          sql_text(author)) <= kClients);
    check_evidence(chat, history, listener,
                   std::to_string(kills) + " notifiers, handlers and relays killed, " +
                       std::to_string(changes_in(history)) + " changes acknowledged");
}

BOOST_AUTO_TEST_CASE(one_user_who_toggles_a_thousand_times_is_news_once) {
    const Chat chat{1};
    const auto author = author_of(chat);
    AuthorsDevice device{author};
    Caller bob{chat.members()[0]};
    for (int i = 0; i < 500; ++i) {
        bob.like(chat.message());
        bob.unlike(chat.message());
        device.poll();
        if (i % 50 == 0) BOOST_TEST(badge_of(author) <= 1U);
    }
    bob.like(chat.message());
    const auto raised =
        "SELECT COUNT(*) FROM notices WHERE state = 0 AND raised_sequence = 1 AND new_since_read = 1 AND "
        "recipient_id = " +
        sql_text(author);
    BOOST_TEST(eventually([&] { return sql_number(raised) == 1; }));
    BOOST_TEST(eventually([] { return sql_number("SELECT COUNT(*) FROM feed WHERE consumer = 'notices'") == 0; }));
    BOOST_TEST(sql_number(raised) == 1U);
    BOOST_TEST(badge_of(author) == 1U);
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM notice_actors WHERE message_id = " + sql_id(chat.message())) == 1U);
    const auto waiting = "SELECT COUNT(*) FROM notice_deliveries WHERE recipient_id = " + sql_text(author);
    BOOST_TEST(eventually([&] {
        device.poll();
        return sql_number(waiting) == 0;
    }));
    BOOST_TEST(device.heard("notice_raised") <= 1U);
}

// What the handlers would hand on, put there by the database itself: as many calls would take minutes.
BOOST_AUTO_TEST_CASE(a_hundred_thousand_likers_are_one_notice_that_remembers_a_hundred) {
    using std::chrono::steady_clock;
    constexpr int kLikers = 100'000;
    constexpr std::size_t kEventsMax = 31;
    constexpr int kOfARow = 1000;
    const Chat chat{0};
    const auto author = author_of(chat);
    const auto message = sql_id(chat.message());
    const auto user = "CONCAT(" + sql_text(unique_user("liker")) + ", '-', seq)";
    AuthorsDevice device{author};
    const auto began = steady_clock::now();
    for (int first = 0; first < kLikers; first += kOfARow) {
        const auto some = " FROM seq_" + std::to_string(first + 1) + "_to_" + std::to_string(first + kOfARow);
        sql("SET SESSION group_concat_max_len = 10000000; START TRANSACTION; INSERT INTO reactions SELECT " + message +
            ", 'like', " + user + ", seq, UTC_TIMESTAMP(6)" + some + "; INSERT INTO reaction_summaries VALUES (" +
            message + ", 'like', " + std::to_string(first + kOfARow) + ", " + std::to_string(first + kOfARow) +
            ", UTC_TIMESTAMP(6), '1970-01-01', (SELECT GROUP_CONCAT(CONCAT_WS(',', " + user +
            ", seq, UNIX_TIMESTAMP()) ORDER BY seq SEPARATOR ' ') FROM seq_" + std::to_string(first + kOfARow - 99) +
            "_to_" + std::to_string(first + kOfARow) +
            "), '') ON DUPLICATE KEY UPDATE total = VALUES(total), version = VALUES(version), recent = VALUES(recent)" +
            "; INSERT INTO feed SELECT 'notices', UNHEX(REPLACE(UUID(), '-', '')), CONCAT(REPEAT('0', 32), ' 0 ', "
            "LOWER(HEX(" +
            sql_id(chat.id()) + ")), ' ', LOWER(HEX(" + message + ")), ' like ', GROUP_CONCAT(CONCAT('+', " + user +
            ", ',0') SEPARATOR ' '))" + some + "; COMMIT");
    }
    BOOST_TEST(eventually([&] {
        return sql_number("SELECT COUNT(*) FROM notices WHERE reactions = 'like=100000' AND recipient_id = " +
                          sql_text(author)) == 1;
    }));
    BOOST_TEST(eventually([] { return sql_number("SELECT COUNT(*) FROM feed WHERE consumer = 'notices'") == 0; }));
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM notices WHERE recipient_id = " + sql_text(author)) == 1U);
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM notice_actors WHERE message_id = " + message) == 100U);
    BOOST_TEST(sql_number("SELECT milestone FROM notices WHERE recipient_id = " + sql_text(author)) == 100'000U);
    BOOST_TEST(badge_of(author) == 1U);
    // One every two seconds, and the last of them tells all.
    BOOST_TEST(device.wait_for(R"("reactions":{"like":100000})"));
    const std::chrono::duration<double> passed = steady_clock::now() - began;
    BOOST_TEST(static_cast<double>(device.heard()) <= passed.count() / 2 + 1);
    BOOST_TEST(device.heard() <= kEventsMax);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
