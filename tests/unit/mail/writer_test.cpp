#include "mail/writer.hpp"

#include <chrono>
#include <stdexcept>
#include <string>

#include <boost/test/unit_test.hpp>

#include "mail/message_id.hpp"

namespace likes::mail::writer_test {
namespace {

using std::chrono::sys_days;

const Time kMoment = sys_days{std::chrono::year{2026} / 11 / 30} + std::chrono::hours{5} + std::chrono::minutes{4} +
                     std::chrono::seconds{9};

const auto kAnn = *UserId::parse("ann");
const auto kMessage = *Uuid::parse("22222222-2222-4222-8222-000000000001");

Letter letter() {
    return {"Аня reacted", "Hello\n", "<p>Hello</p>\n", "en"};
}

Envelope envelope() {
    return {*Address::parse("likes@example.org"),
            *Address::parse("ann@example.net"),
            "<n.id@example.org>",
            "<m.id@example.org>",
            kMoment,
            "example.org",
            "https://chat.example.org/u/token"};
}

BOOST_AUTO_TEST_SUITE(writer)

BOOST_AUTO_TEST_CASE(a_mail_is_written_in_full) {
    BOOST_TEST(write_mail(letter(), envelope()) ==
               "Date: Mon, 30 Nov 2026 05:04:09 +0000\r\n"
               "From: likes@example.org\r\n"
               "To: ann@example.net\r\n"
               "Subject: =?UTF-8?B?0JDQvdGPIHJlYWN0ZWQ=?=\r\n"
               "Message-ID: <n.id@example.org>\r\n"
               "In-Reply-To: <m.id@example.org>\r\n"
               "References: <m.id@example.org>\r\n"
               "List-Id: <likes.example.org>\r\n"
               "List-Unsubscribe: <https://chat.example.org/u/token>\r\n"
               "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
               "Auto-Submitted: auto-generated\r\n"
               "X-Auto-Response-Suppress: All\r\n"
               "MIME-Version: 1.0\r\n"
               "Content-Language: en\r\n"
               "Content-Type: multipart/alternative; boundary=\"=_likes\"\r\n"
               "\r\n"
               "--=_likes\r\n"
               "Content-Type: text/plain; charset=utf-8\r\n"
               "Content-Transfer-Encoding: quoted-printable\r\n"
               "\r\n"
               "Hello\r\n"
               "\r\n"
               "--=_likes\r\n"
               "Content-Type: text/html; charset=utf-8\r\n"
               "Content-Transfer-Encoding: quoted-printable\r\n"
               "\r\n"
               "<p>Hello</p>\r\n"
               "\r\n"
               "--=_likes--\r\n");
}

BOOST_AUTO_TEST_CASE(a_subject_that_is_not_one_line_is_refused) {
    for (const auto* const subject : {"a\r\nBcc: eve@example.org", "a\nb", "\u2028", "\xff"}) {
        auto bad = letter();
        bad.subject = subject;
        BOOST_CHECK_THROW(write_mail(bad, envelope()), std::invalid_argument);
    }
}

BOOST_AUTO_TEST_CASE(whatever_else_stands_in_a_header_is_refused_as_well) {
    const std::string bad = "x\r\nBcc: eve@example.org";
    auto one = envelope();
    one.unsubscribe_url = bad;
    BOOST_CHECK_THROW(write_mail(letter(), one), std::invalid_argument);
    one = envelope();
    one.message_id = bad;
    BOOST_CHECK_THROW(write_mail(letter(), one), std::invalid_argument);
    one = envelope();
    one.list_domain = bad;
    BOOST_CHECK_THROW(write_mail(letter(), one), std::invalid_argument);
    auto two = letter();
    two.language = bad;
    BOOST_CHECK_THROW(write_mail(two, envelope()), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_subject_has_at_most_150_characters) {
    auto with_long = letter();
    with_long.subject = std::string(151, 'a');
    BOOST_TEST(write_mail(with_long, envelope()).find(std::string(150, 'a')) == std::string::npos);
    with_long.subject = std::string(150, 'a');
    BOOST_TEST(write_mail(with_long, envelope()).find("Subject: " + std::string(150, 'a') + "\r\n") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_a_mail_is_called_follows_from_what_it_is_about) {
    const auto id = notice_id(kAnn, kMessage, 10, "example.org");
    BOOST_TEST(id == notice_id(kAnn, kMessage, 10, "example.org"));
    BOOST_TEST(id != notice_id(kAnn, kMessage, 250, "example.org"));
    BOOST_TEST(id != notice_id(*UserId::parse("bob"), kMessage, 10, "example.org"));
    BOOST_TEST((id.starts_with("<n.") && id.ends_with("@example.org>")));
    // 32 bytes in base32.
    BOOST_TEST(id.size() == 3 + 52 + 13);
    BOOST_TEST(thread_id(kMessage, "example.org").starts_with("<m."));
    const auto day = sys_days{std::chrono::year{2026} / 11 / 30};
    BOOST_TEST(digest_id(kAnn, day, "example.org") != digest_id(kAnn, day + std::chrono::days{1}, "example.org"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::mail::writer_test
