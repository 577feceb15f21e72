#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "direct_store.hpp"
#include "mail/address.hpp"
#include "notice_scene.hpp"
#include "runtime/log.hpp"
#include "store/notices/digest_readers.hpp"
#include "store/notices/feed_consumer.hpp"
#include "store/notices/mails_table.hpp"
#include "support/service.hpp"
#include "support/sql.hpp"
#include "support/unique.hpp"

namespace likes::test {
namespace {

using namespace std::chrono_literals;
using store::DueMail;
using Names = std::vector<std::string>;

struct OncePerProcess {
    OncePerProcess() { log::init("mails_test", "error"); }
    /// It would deal with what the cases are about to.
    StoppedService program{"notifier"};
};
BOOST_TEST_GLOBAL_FIXTURE(OncePerProcess);

constexpr notices::MailPolicy kPolicy{.delay = 900s, .threshold = 3, .per_day = 5};

/// A scene whose author has an address.
struct Scene : NoticeScene {
    Scene() : NoticeScene{5, 2} {
        sql("INSERT INTO profiles (user_id, name, email, email_verified_at, locale) VALUES (" + sql_text(author) +
            ", 'Author', " + sql_text(author + "@example.org") + ", UTC_TIMESTAMP(6) - INTERVAL 1 DAY, 'ru')");
    }

    /// So many members like the message, and the consumer has heard of it.
    void like(std::size_t members, const notices::Policy& policy = {.known_max = 100, .mail = kPolicy}) const {
        Names users;
        Names changes;
        for (std::size_t i = 0; i < members; ++i) {
            users.push_back(member(i));
            changes.push_back('+' + member(i));
        }
        put(users);
        feed(changes);
        store::FeedConsumer consumer{session_of("notifier", 20s), policy};
        while (consumer.consume_some().rows > 0) continue;
    }
    void update_author(const std::string& assignment) const {
        sql("UPDATE profiles SET " + assignment + " WHERE user_id = " + sql_text(author));
    }
    std::string where() const { return " WHERE channel = 'email' AND recipient_id = " + sql_text(author); }
    std::uint64_t waiting() const { return sql_number("SELECT COUNT(*) FROM notice_deliveries" + where()); }
    void is_due() const {
        sql("UPDATE notice_deliveries SET due_at = UTC_TIMESTAMP(6), claimed_until = NULL" + where());
    }

    /// The author's mail, if it is due.
    std::optional<DueMail> due() const {
        for (auto& mail : table().due(1000)) {
            if (mail.recipient.str() == author) return mail;
        }
        return std::nullopt;
    }
    static store::MailsTable table() { return {session_of("notifier", 20s), kPolicy.threshold}; }
};

BOOST_AUTO_TEST_SUITE(mails)

BOOST_AUTO_TEST_CASE(news_that_reaches_the_threshold_waits_for_its_delay) {
    const Scene scene;
    scene.like(2);
    BOOST_TEST(scene.waiting() == 0U);
    scene.like(3);
    BOOST_TEST(scene.waiting() == 1U);
    BOOST_TEST(sql_number("SELECT TIMESTAMPDIFF(MINUTE, n.raised_at, d.due_at) FROM notice_deliveries d JOIN notices n "
                          "USING (recipient_id, message_id)" +
                          scene.where()) == 15U);
    BOOST_TEST(!scene.due());
    // What is news then does not put it off.
    const auto due = sql("SELECT due_at FROM notice_deliveries" + scene.where());
    scene.like(4);
    BOOST_TEST((sql("SELECT due_at FROM notice_deliveries" + scene.where()) == due));
}

BOOST_AUTO_TEST_CASE(an_important_message_is_worth_a_mail_at_once) {
    const Scene scene;
    sql("UPDATE messages SET importance = 1 WHERE message_id = " + sql_id(scene.message()));
    scene.like(1);
    BOOST_TEST(scene.waiting() == 1U);
}

BOOST_AUTO_TEST_CASE(without_a_channel_or_an_address_or_the_wish_there_is_no_mail) {
    const Scene off;
    off.like(4, {});
    BOOST_TEST(off.waiting() == 0U);
    const Scene unproved;
    unproved.update_author("email_verified_at = NULL");
    unproved.like(4);
    BOOST_TEST(unproved.waiting() == 0U);
    const Scene unwanted;
    sql("INSERT INTO notice_preferences (user_id, chat_id, email) VALUES (" + sql_text(unwanted.author) +
        ", REPEAT(CHAR(0), 16), FALSE)");
    unwanted.like(4);
    BOOST_TEST(unwanted.waiting() == 0U);
    const Scene patient;
    sql("INSERT INTO notice_preferences (user_id, chat_id, email_threshold) VALUES (" + sql_text(patient.author) +
        ", REPEAT(CHAR(0), 16), 5)");
    patient.like(4);
    BOOST_TEST(patient.waiting() == 0U);
    patient.like(5);
    BOOST_TEST(patient.waiting() == 1U);
}

BOOST_AUTO_TEST_CASE(a_mail_that_is_due_says_how_things_stand) {
    const Scene scene;
    scene.like(4);
    scene.is_due();
    auto mail = scene.due();
    BOOST_REQUIRE(mail);
    BOOST_TEST(mail->address == scene.author + "@example.org");
    BOOST_TEST(mail->locale == "ru");
    BOOST_TEST((notices::judge_mail(mail->facts, mail->now, kPolicy) ==
                notices::MailVerdict{notices::MailVerdict::What::kSend, 3, {}}));
    BOOST_TEST(Scene::table().shown(*mail).newest.size() == 3U);
    sql("UPDATE notices SET is_read = TRUE WHERE recipient_id = " + sql_text(scene.author));
    BOOST_TEST(scene.due()->facts.notice->is_read);
    scene.chat.leave(scene.author);
    BOOST_TEST(!scene.due()->facts.is_visible);
    scene.update_author("deactivated_at = UTC_TIMESTAMP(6)");
    BOOST_TEST(scene.due()->facts.is_deactivated);
    scene.update_author("email = 'ann@localhost'");
    BOOST_TEST(!scene.due()->facts.has_address);
}

BOOST_AUTO_TEST_CASE(a_mail_is_begun_by_one_and_counts_once) {
    const Scene scene;
    scene.like(3);
    scene.is_due();
    auto table = Scene::table();
    const auto mail = scene.due().value();
    BOOST_TEST(table.begin(mail, 3, 60s));
    BOOST_TEST(!Scene::table().begin(mail, 3, 60s));
    BOOST_TEST(!scene.due());
    scene.is_due();
    const auto again = scene.due().value();
    BOOST_TEST(again.facts.is_begun);
    BOOST_TEST(again.facts.unknown == 1U);
    BOOST_TEST(again.facts.mailed == 3U);
    BOOST_TEST(again.facts.mails_of_day == 1U);
    BOOST_TEST((again.facts.last_mail_at && again.facts.mail_day));
    // Of the second attempt it is known what came of it.
    BOOST_TEST(table.begin(again, 3, 60s));
    const store::PostponedMail later{again, 0s};
    table.postpone({&later, 1});
    const auto third = scene.due().value();
    BOOST_TEST(third.facts.unknown == 1U);
    BOOST_TEST(third.attempts == 2U);
    BOOST_TEST(third.facts.mails_of_day == 1U);
    table.end(third);
    BOOST_TEST(scene.waiting() == 0U);
}

BOOST_AUTO_TEST_CASE(what_has_changed_since_is_a_mail_of_its_own) {
    const Scene scene;
    scene.like(3);
    scene.is_due();
    auto table = Scene::table();
    const auto mail = scene.due().value();
    BOOST_TEST(table.begin(mail, 1, 60s));
    sql("UPDATE notice_deliveries SET sequence = sequence + 1" + scene.where());
    table.end(mail);
    BOOST_TEST(scene.waiting() == 1U);
    BOOST_TEST(!scene.due());
    scene.is_due();
    BOOST_TEST(!scene.due()->facts.is_begun);
    table.drop(std::vector{scene.due().value()});
    BOOST_TEST(scene.waiting() == 0U);
}

/// What of digests is due to the author, as it was begun for that date.
void begin_digest(const Scene& scene, std::chrono::sys_days date) {
    store::DigestReadersTable readers{session_of("notifier", 20s)};
    const auto due = std::chrono::floor<std::chrono::seconds>(system_now());
    const store::BegunDigest begun{UserId::parse(scene.author).value(), {date, due}};
    readers.begin({&begun, 1});
}

BOOST_AUTO_TEST_CASE(who_wants_digests_is_found_with_the_newest_that_was_begun) {
    using namespace std::chrono;
    const Scene scene;
    scene.update_author("time_zone = 'Asia/Tokyo'");
    store::DigestReadersTable readers{session_of("notifier", 20s)};
    const auto found = [&]() -> std::optional<store::DigestReader> {
        std::optional<UserId> end;
        do {
            auto part = readers.after(end, 2);
            for (auto& reader : part.readers) {
                if (reader.user.str() == scene.author) return std::move(reader);
            }
            end = part.end;
        } while (end);
        return std::nullopt;
    };
    BOOST_TEST(!found());
    // Settings of a chat say nothing of it.
    sql("INSERT INTO notice_preferences (user_id, chat_id, digest) VALUES (" + sql_text(scene.author) +
        ", REPEAT(CHAR(0), 16), 'weekly'), (" + sql_text(scene.author) + ", RANDOM_BYTES(16), NULL)");
    const auto reader = found();
    BOOST_REQUIRE(reader.has_value());
    BOOST_TEST((reader->digest == notices::Digest::kWeekly));
    BOOST_TEST(reader->time_zone == "Asia/Tokyo");
    BOOST_TEST(!reader->last.has_value());
    const sys_days date{2027y / January / 4};
    begin_digest(scene, date);
    BOOST_TEST((found()->last == date));
    scene.update_author("email_verified_at = NULL");
    BOOST_TEST(!found());
}

BOOST_AUTO_TEST_CASE(a_digest_is_begun_once_for_a_date_whoever_begins_it) {
    using namespace std::chrono;
    const Scene scene;
    sql("INSERT INTO notice_preferences (user_id, chat_id, digest) VALUES (" + sql_text(scene.author) +
        ", REPEAT(CHAR(0), 16), 'daily')");
    const sys_days date{2027y / January / 4};
    begin_digest(scene, date);
    auto table = Scene::table();
    const auto mail = scene.due().value();
    BOOST_TEST(mail.facts.is_digest);
    BOOST_TEST(mail.facts.is_wanted);
    BOOST_TEST(mail.sequence == static_cast<std::uint64_t>(date.time_since_epoch().count()));
    BOOST_TEST(table.begin(mail, 0, 60s));
    table.end(mail);
    begin_digest(scene, date);
    BOOST_TEST(scene.waiting() == 0U);
    begin_digest(scene, date + days{1});
    BOOST_TEST(scene.waiting() == 1U);
    store::DigestReadersTable readers{session_of("notifier", 20s)};
    readers.forget_before(date + days{1});
    BOOST_TEST(sql_number("SELECT COUNT(*) FROM digest_runs WHERE user_id = " + sql_text(scene.author)) == 1U);
    sql("UPDATE notice_preferences SET digest = 'off' WHERE user_id = " + sql_text(scene.author));
    BOOST_TEST(!scene.due()->facts.is_wanted);
}

BOOST_AUTO_TEST_CASE(a_digest_tells_of_what_is_new_and_was_not_seen) {
    const Scene scene;
    scene.like(3);
    begin_digest(scene, {});
    auto table = Scene::table();
    auto mail = scene.due().value();
    for (const auto& each : table.due(1000)) {
        if (each.recipient.str() == scene.author && each.facts.is_digest) mail = each;
    }
    const auto content = [&](std::chrono::hours before) { return table.digest(mail, mail.now - before); };
    BOOST_REQUIRE(content(25h).total == 1U);
    BOOST_TEST(content(25h).notices.at(0).notice.standing.actors == 3U);
    BOOST_TEST(content(25h).chat_titles.size() == 1U);
    BOOST_TEST(content(0h).total == 0U);
    sql("UPDATE chat_members SET muted_until = UTC_TIMESTAMP(6) + INTERVAL 1 HOUR WHERE user_id = " +
        sql_text(scene.author));
    BOOST_TEST(content(25h).total == 0U);
    sql("UPDATE chat_members SET muted_until = NULL WHERE user_id = " + sql_text(scene.author) +
        "; UPDATE notice_heads SET seen_sequence = sequence WHERE recipient_id = " + sql_text(scene.author));
    BOOST_TEST(content(25h).total == 0U);
}

BOOST_AUTO_TEST_CASE(an_address_from_which_mail_came_back_gets_none_until_it_is_proved_anew) {
    const Scene scene;
    scene.like(3);
    scene.is_due();
    auto table = Scene::table();
    const auto hash = mail::hash_of(mail::Address::parse(scene.author + "@example.org").value());
    table.came_back(hash, mail::Bounce::kSoft);
    table.came_back(hash, mail::Bounce::kSoft);
    BOOST_TEST(scene.due()->facts.has_address);
    table.came_back(hash, mail::Bounce::kSoft);
    BOOST_TEST(!scene.due()->facts.has_address);
    table.came_back(hash, mail::Bounce::kHard);
    BOOST_TEST(!scene.due()->facts.has_address);
    scene.update_author("email_verified_at = UTC_TIMESTAMP(6)");
    BOOST_TEST(scene.due()->facts.has_address);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::test
