#include "background/notifier/mail_sender.hpp"

#include <algorithm>
#include <chrono>
#include <deque>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "mail/message_id.hpp"
#include "runtime/counters.hpp"
#include "unit/auth/test_keys.hpp"
#include "unit/likes/build.hpp"

namespace likes::background::mail_sender_test {

using namespace std::chrono_literals;
using likes::test::user;
using likes::test::uuid;
using notices::State;
using store::DueMail;

constexpr Time kStart{1'800'000'000s};

/// The rows, as those who make notices write them and as the sender takes them.
class Table final : public store::Mails {
  public:
    explicit Table(Time& now) : now_{now} {}

    struct Row {
        DueMail mail;
        Time due_at;
        std::optional<Time> claimed_until;
    };
    std::map<std::pair<UserId, Uuid>, Row> rows;
    std::map<std::string, std::string> names{{"bob", "Bob"}};
    std::vector<mail::Bounce> bounces;
    /// From when on the news of digests were asked for.
    std::vector<Time> asked_since;
    /// Somebody else begins whatever is to be begun.
    bool is_taken = false;

    /// A mail of ten people's reactions to a message of the recipient's that is due.
    DueMail& add(const std::string& recipient, unsigned char message) {
        const auto at = rows.insert_or_assign({user(recipient), uuid(message)}, Row{{user(recipient)}, now_, {}}).first;
        auto& mail = at->second.mail;
        mail.message = uuid(message);
        mail.sequence = 1;
        mail.address = recipient + "@example.net";
        mail.facts.notice.emplace();
        mail.facts.notice->raised_sequence = 1;
        mail.facts.notice->standing.actors = 10;
        mail.facts.notice->standing.reactions = {{Reaction::like(), 10}};
        mail.facts.notice->standing.newest = {{user("bob"), Reaction::like(), {}}};
        return mail;
    }

    /// A digest that is due, of that date.
    DueMail& add_digest(const std::string& recipient, std::chrono::sys_days date) {
        const auto at = rows.insert_or_assign({user(recipient), Uuid{}}, Row{{user(recipient)}, now_, {}}).first;
        auto& mail = at->second.mail;
        mail.sequence = static_cast<std::uint64_t>(date.time_since_epoch().count());
        mail.address = recipient + "@example.net";
        mail.expires_at = now_ + notices::kDigestLateMax;
        mail.facts.is_digest = true;
        return mail;
    }

    std::vector<DueMail> due(std::size_t limit) override {
        std::vector<DueMail> found;
        for (auto& [key, row] : rows) {
            if (row.due_at > now_ || (row.claimed_until && *row.claimed_until > now_) || found.size() == limit)
                continue;
            row.mail.now = now_;
            row.mail.facts.is_begun = row.mail.attempts > 0;
            found.push_back(row.mail);
        }
        return found;
    }
    notices::ShownNotice shown(const DueMail& mail) override {
        notices::ShownNotice shown{mail.message, *mail.facts.notice, {}};
        for (const auto& actor : mail.facts.notice->standing.newest) {
            const auto name = names.find(actor.user.str());
            shown.newest.push_back({actor.user,
                                    name == names.end() ? std::nullopt : std::optional<std::string>{name->second},
                                    actor.reaction});
        }
        return shown;
    }
    store::DigestContent digest(const DueMail& mail, Time since) override {
        asked_since.push_back(since);
        store::DigestContent content;
        for (const auto& [key, row] : rows) {
            if (key.first != mail.recipient || key.second == Uuid{}) continue;
            content.notices.push_back(shown(row.mail));
            content.chat_titles.emplace_back("Team");
        }
        content.total = content.notices.size();
        return content;
    }
    bool begin(const DueMail& mail, std::uint32_t step, std::chrono::seconds claim) override {
        if (is_taken) return false;
        auto& row = rows.at({mail.recipient, mail.message});
        row.claimed_until = now_ + claim;
        row.mail.facts.mailed = step;
        ++row.mail.attempts;
        ++row.mail.facts.unknown;
        if (!mail.facts.is_begun) {
            for (auto& [key, other] : rows) {
                if (key.first == mail.recipient) other.mail.facts.last_mail_at = now_;
            }
        }
        return true;
    }
    void end(const DueMail& mail) override { rows.erase({mail.recipient, mail.message}); }
    void drop(std::span<const DueMail> mails) override {
        for (const auto& mail : mails) end(mail);
    }
    void postpone(std::span<const store::PostponedMail> mails) override {
        for (const auto& [mail, wait] : mails) {
            auto& row = rows.at({mail.recipient, mail.message});
            row.due_at = now_ + wait;
            row.claimed_until.reset();
            row.mail.facts.unknown = mail.facts.unknown;
        }
    }
    void came_back(const Sha256&, mail::Bounce bounce) override { bounces.push_back(bounce); }

  private:
    Time& now_;
};

class Server final : public MailTransport {
  public:
    /// What comes of the next mails; then they are taken.
    std::deque<Handed> next;
    struct Got {
        std::string sender;
        std::string recipient;
        std::string data;

        std::string header(const std::string& name) const {
            const auto begin = data.find("\r\n" + name + ": ");
            if (begin == std::string::npos) return {};
            const auto value = begin + name.size() + 4;
            return data.substr(value, data.find("\r\n", value) - value);
        }
    };
    std::vector<Got> got;

    /// How long each mail takes.
    std::chrono::seconds delay{0};
    explicit Server(SteadyTime& clock) : clock_{clock} {}

    Handed hand(const mail::Address& sender, const mail::Address& recipient, std::string_view data) override {
        clock_ += delay;
        got.push_back({sender.str(), recipient.str(), std::string{data}});
        if (next.empty()) return {Handing::kTaken, {}};
        const auto handed = next.front();
        next.pop_front();
        return handed;
    }

  private:
    SteadyTime& clock_;
};

struct Fixture {
    static MailSettings settings() {
        return {*mail::Address::parse("likes@example.org"),
                "example.org",
                "bounce.example.org",
                "https://chat.example.org",
                "https://chat.example.org/{chat_id}#{message_id}",
                "https://chat.example.org/settings",
                10,
                {}};
    }

    void pass(std::chrono::seconds time) {
        now += time;
        steady += time;
    }
    std::size_t run() {
        const auto before = server.got.size();
        sender.run_once();
        return server.got.size() - before;
    }

    Time now = kStart;
    SteadyTime steady{1h};
    Table table{now};
    Server server{steady};
    mail::MailKeys keys{auth::KeySet::parse(auth::test::jwks({auth::test::hmac_jwk("k", 'k')}))};
    MailSender sender{table, server, keys, settings(), [this] { return steady; }};
};

BOOST_FIXTURE_TEST_SUITE(mail_sender, Fixture)

BOOST_AUTO_TEST_CASE(a_mail_that_is_due_is_sent_once) {
    table.add("alice", 1);
    BOOST_TEST(run() == 1U);
    const auto& mail = server.got[0];
    BOOST_TEST(mail.recipient == "alice@example.net");
    BOOST_TEST((keys.read_bounce_address(mail.sender) == hash_of(*mail::Address::parse("alice@example.net"))));
    BOOST_TEST(mail.header("To") == "alice@example.net");
    BOOST_TEST(mail.header("Subject") == "Bob and 9 others reacted to your message");
    const auto link = mail.header("List-Unsubscribe");
    const std::string kBegin = "<https://chat.example.org/u/";
    BOOST_REQUIRE(link.starts_with(kBegin));
    BOOST_TEST((keys.read_unsubscribe_token(link.substr(kBegin.size(), link.size() - kBegin.size() - 1)) ==
                mail::Unsubscribing{user("alice"), mail::Mailing::kNotices}));
    BOOST_TEST(table.rows.empty());
    BOOST_TEST(run() == 0U);
}

BOOST_AUTO_TEST_CASE(what_a_chat_backend_has_written_that_is_not_one_line_is_left_out) {
    auto& mail = table.add("alice", 1);
    mail.chat_title = "Team\r\nBcc: eve@example.org";
    table.names["bob"] = "Bob\nBcc: eve@example.org";
    mail.locale = "ru-RU";
    BOOST_TEST(run() == 1U);
    BOOST_TEST(server.got[0].data.find("Bcc") == std::string::npos);
    BOOST_TEST(server.got[0].header("Content-Language") == "ru");
}

BOOST_AUTO_TEST_CASE(what_was_read_is_dropped) {
    table.add("alice", 1).facts.notice->is_read = true;
    BOOST_TEST(run() == 0U);
    BOOST_TEST(table.rows.empty());
}

BOOST_AUTO_TEST_CASE(of_two_mails_to_one_recipient_the_second_waits_half_an_hour) {
    table.add("alice", 1);
    table.add("alice", 2);
    table.add("carol", 3);
    BOOST_TEST(run() == 2U);
    BOOST_TEST(run() == 0U);
    pass(30min - 1s);
    BOOST_TEST(run() == 0U);
    pass(1s);
    BOOST_TEST(run() == 1U);
    BOOST_TEST(table.rows.empty());
}

BOOST_AUTO_TEST_CASE(not_more_are_sent_than_the_rate_allows) {
    for (unsigned char i = 1; i <= 25; ++i) table.add("user" + std::to_string(i), i);
    BOOST_TEST(run() == 10U);
    BOOST_TEST(run() == 0U);
    pass(1s);
    BOOST_TEST(run() == 10U);
    pass(60s);
    BOOST_TEST(run() == 5U);
}

BOOST_AUTO_TEST_CASE(a_mailbox_that_is_not_there_is_remembered_and_the_mail_is_over) {
    table.add("alice", 1);
    server.next = {{Handing::kRefused, "550 5.1.1 No such user"}};
    BOOST_TEST(run() == 1U);
    BOOST_TEST((table.bounces == std::vector{mail::Bounce::kHard}));
    BOOST_TEST(table.rows.empty());
}

BOOST_AUTO_TEST_CASE(a_mail_that_is_refused_for_another_reason_is_over_and_counts_as_soft) {
    table.add("alice", 1);
    server.next = {{Handing::kRefused, "552 5.2.2 Mailbox full"}};
    BOOST_TEST(run() == 1U);
    BOOST_TEST((table.bounces == std::vector{mail::Bounce::kSoft}));
    BOOST_TEST(table.rows.empty());
}

BOOST_AUTO_TEST_CASE(what_is_not_taken_now_is_tried_again_ever_later_by_the_same_name) {
    table.add("alice", 1);
    server.next = {{Handing::kRefused, "451 4.7.1 Later"}, {Handing::kRefused, "451 Later"}};
    BOOST_TEST(run() == 1U);
    pass(59s);
    BOOST_TEST(run() == 0U);
    pass(1s);
    BOOST_TEST(run() == 1U);
    pass(119s);
    BOOST_TEST(run() == 0U);
    pass(1s);
    BOOST_TEST(run() == 1U);
    BOOST_TEST(table.rows.empty());
    BOOST_TEST(table.bounces.empty());
    BOOST_TEST(!server.got[0].header("Message-ID").empty());
    BOOST_TEST(server.got[0].header("Message-ID") == server.got[2].header("Message-ID"));
    BOOST_TEST(server.got[0].header("References") == server.got[2].header("References"));
}

BOOST_AUTO_TEST_CASE(a_mail_of_which_nobody_knows_is_sent_once_more_and_never_thrice) {
    table.add("alice", 1);
    server.next = {{Handing::kUnknown, {}}, {Handing::kUnknown, {}}};
    BOOST_TEST(run() == 1U);
    pass(MailSender::kClaim - 1s);
    BOOST_TEST(run() == 0U);
    pass(1s);
    BOOST_TEST(run() == 1U);
    BOOST_TEST(server.got[0].header("Message-ID") == server.got[1].header("Message-ID"));
    pass(MailSender::kClaim);
    BOOST_TEST(run() == 0U);
    BOOST_TEST(table.rows.empty());
}

BOOST_AUTO_TEST_CASE(while_no_server_can_be_reached_nothing_else_is_tried) {
    table.add("alice", 1);
    table.add("carol", 2);
    server.next = {{Handing::kUnreachable, {}}, {Handing::kUnreachable, {}}};
    BOOST_TEST(run() == 1U);
    pass(29s);
    BOOST_TEST(run() == 0U);
    pass(1s);
    BOOST_TEST(run() == 1U);
    pass(59s);
    BOOST_TEST(run() == 0U);
    pass(1s);
    BOOST_TEST(run() == 2U);
    BOOST_TEST(table.rows.empty());
    BOOST_TEST(table.bounces.empty());
}

// Somebody may read, mute or leave while others are sent.
BOOST_AUTO_TEST_CASE(what_was_read_a_while_ago_is_read_anew_before_it_is_sent) {
    table.add("alice", 1);
    table.add("carol", 2);
    server.delay = 2s;
    BOOST_TEST(run() == 1U);
    table.rows.at({user("carol"), uuid(2)}).mail.facts.is_muted = true;
    BOOST_TEST(run() == 0U);
    BOOST_TEST(table.rows.empty());
}

BOOST_AUTO_TEST_CASE(a_digest_names_what_is_new_since_the_one_before) {
    using namespace std::chrono;
    table.add("alice", 1).facts.is_muted = true;
    const sys_days date{2027y / January / 15};
    auto& digest = table.add_digest("alice", date);
    digest.is_weekly = true;
    BOOST_TEST(run() == 1U);
    BOOST_TEST((table.asked_since == std::vector{kStart - 7 * 24h - 1h}));
    const auto& mail = server.got[0];
    BOOST_TEST(mail.header("Subject") == "1 message of yours has new reactions");
    BOOST_TEST(mail.header("Message-ID") == mail::digest_id(user("alice"), date, "example.org"));
    BOOST_TEST(mail.header("References").empty());
    const auto link = mail.header("List-Unsubscribe");
    const auto begin = link.rfind('/') + 1;
    BOOST_TEST((keys.read_unsubscribe_token(link.substr(begin, link.size() - begin - 1)) ==
                mail::Unsubscribing{user("alice"), mail::Mailing::kDigest}));
    // What else there is of the same reader is looked at anew.
    BOOST_TEST(run() == 0U);
    BOOST_TEST(table.rows.empty());
}

BOOST_AUTO_TEST_CASE(a_digest_without_news_is_not_sent) {
    table.add_digest("alice", {});
    BOOST_TEST(run() == 0U);
    BOOST_TEST(table.rows.empty());
}

BOOST_AUTO_TEST_CASE(who_has_stopped_digests_gets_none) {
    table.add("alice", 1).facts.is_muted = true;
    table.add_digest("alice", {}).facts.is_wanted = false;
    BOOST_TEST(run() == 0U);
    BOOST_TEST(table.rows.empty());
}

BOOST_AUTO_TEST_CASE(a_mail_that_breaks_each_connection_does_not_keep_the_others_from_being_sent) {
    table.add("alice", 1);
    table.add("carol", 2);
    server.next = {{Handing::kUnreachable, {}}, {Handing::kTaken, {}}, {Handing::kUnreachable, {}}};
    BOOST_TEST(run() == 1U);
    BOOST_TEST(server.got.back().recipient == "alice@example.net");
    pass(30s);
    BOOST_TEST(run() == 1U);
    BOOST_TEST(server.got.back().recipient == "carol@example.net");
    pass(30s);
    BOOST_TEST(run() == 1U);
    table.add("dave", 3);
    pass(119s);
    BOOST_TEST(run() == 1U);
    BOOST_TEST(server.got.back().recipient == "dave@example.net");
}

BOOST_AUTO_TEST_CASE(what_somebody_else_has_begun_is_not_sent) {
    table.add("alice", 1);
    table.is_taken = true;
    BOOST_TEST(run() == 0U);
}

BOOST_AUTO_TEST_CASE(who_is_told_to_stop_begins_no_further_mail) {
    table.add("alice", 1);
    sender.stop();
    BOOST_TEST(run() == 0U);
    BOOST_TEST(table.rows.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace likes::background::mail_sender_test
