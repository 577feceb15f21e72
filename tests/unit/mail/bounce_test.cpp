#include "mail/bounce.hpp"

#include <algorithm>
#include <ostream>
#include <string>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace likes::mail::bounce_test {

struct Verdict {
    const char* text;
    std::optional<Bounce> bounce;
};

std::ostream& operator<<(std::ostream& out, const Verdict& verdict) {
    return out << verdict.text;
}

namespace {

const Verdict kStatuses[]{
    {"5.1.1", Bounce::kHard}, {"5.1.10", Bounce::kHard},  {"5.2.1", Bounce::kHard}, {"5.0.0", Bounce::kHard},
    {"5.5.0", Bounce::kHard}, {"5.2.2", Bounce::kSoft},   {"5.2.3", Bounce::kSoft}, {"5.3.0", Bounce::kSoft},
    {"5.4.4", Bounce::kSoft}, {"5.5.1", Bounce::kSoft},   {"5.6.1", Bounce::kSoft}, {"5.7.1", Bounce::kSoft},
    {"4.1.1", Bounce::kSoft}, {"4.2.2", Bounce::kSoft},   {"2.1.5", std::nullopt},  {"3.1.1", std::nullopt},
    {"", std::nullopt},       {"5", std::nullopt},        {"5.1", std::nullopt},    {"5.1.1.1", std::nullopt},
    {"5.x.1", std::nullopt},  {"5.1.1000", std::nullopt}, {"6.1.1", std::nullopt},
};

const Verdict kReplies[]{
    {"550 5.1.1 No such user", Bounce::kHard},
    {"550 No such user", Bounce::kHard},
    {"553", Bounce::kHard},
    {"554 5.7.1 Blocked", Bounce::kSoft},
    {"552 5.2.2 Full", Bounce::kSoft},
    {"450 4.2.0 Later", Bounce::kSoft},
    {"421", Bounce::kSoft},
    {"250 OK", std::nullopt},
    {"", std::nullopt},
    {"5", std::nullopt},
    {"abc", std::nullopt},
};

std::string report(const std::string& status_part) {
    return "Return-Path: <>\n"
           "Delivered-To: b+abc.def@bounce.example.org\n"
           "From: MAILER-DAEMON@mx.example.net (Mail Delivery System)\n"
           "To: <b+abc.def@bounce.example.org>\n"
           "Subject: Undelivered Mail Returned to Sender\n"
           "MIME-Version: 1.0\n"
           "Content-Type: multipart/report; report-type=delivery-status;\n"
           "\tboundary=\"27AA1.1/mx.example.net\"\n"
           "\n"
           "This is a MIME-encapsulated message.\n"
           "\n"
           "--27AA1.1/mx.example.net\n"
           "Content-Type: text/plain; charset=us-ascii\n"
           "\n"
           "I am sorry. Action: failed\n"
           "\n"
           "--27AA1.1/mx.example.net\n"
           "Content-Type: message/delivery-status\n"
           "\n" +
           status_part +
           "\n"
           "--27AA1.1/mx.example.net\n"
           "Content-Type: message/rfc822\n"
           "\n"
           "Action: failed\nStatus: 5.1.1\n"
           "\n"
           "--27AA1.1/mx.example.net--\n";
}

std::string status_part(const std::string& action, const std::string& status) {
    return "Reporting-MTA: dns; mx.example.net\nArrival-Date: Mon, 30 Nov 2026 05:04:09 +0000\n\n"
           "Final-Recipient: rfc822; ann@example.net\nAction: " +
           action + "\nStatus: " + status + "\nDiagnostic-Code: smtp; 550 5.1.1 No such user\n";
}

std::string with_crlf(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c == '\n') result += '\r';
        result += c;
    }
    return result;
}

BOOST_AUTO_TEST_SUITE(bounce)

BOOST_DATA_TEST_CASE(a_status_says_whether_there_is_such_a_mailbox, boost::unit_test::data::make(kStatuses), one) {
    BOOST_TEST((bounce_of_status(one.text) == one.bounce));
}

BOOST_DATA_TEST_CASE(so_does_a_reply, boost::unit_test::data::make(kReplies), one) {
    BOOST_TEST((bounce_of_reply(one.text) == one.bounce));
}

BOOST_AUTO_TEST_CASE(a_report_says_what_failed_and_to_whom_it_was_sent) {
    for (const auto& text : {report(status_part("failed", "5.1.1")), with_crlf(report(status_part("failed", "5.1.1"))),
                             "From MAILER-DAEMON Mon Nov 30\n" + report(status_part("FAILED (gone)", "5.1.1 (no)"))}) {
        const auto parsed = parse_delivery_report(text);
        BOOST_REQUIRE(parsed);
        BOOST_TEST((parsed->bounce == Bounce::kHard));
        BOOST_TEST(parsed->addresses.size() == 2);
        for (const auto& address : parsed->addresses) BOOST_TEST(address == "b+abc.def@bounce.example.org");
    }
    BOOST_TEST((parse_delivery_report(report(status_part("failed", "4.4.1")))->bounce == Bounce::kSoft));
    BOOST_TEST((parse_delivery_report(report(status_part("failed", "unknown")))->bounce == Bounce::kSoft));
}

BOOST_AUTO_TEST_CASE(of_several_recipients_the_one_that_failed_counts) {
    const auto text = report(status_part("delivered", "2.0.0") + "\nFinal-Recipient: rfc822; x@example.net\n" +
                             "Action: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822; y@example.net\n" +
                             "Action: failed\nStatus: 4.1.1\n");
    BOOST_TEST((parse_delivery_report(text)->bounce == Bounce::kHard));
}

BOOST_AUTO_TEST_CASE(what_was_delivered_or_is_only_late_is_no_failure) {
    for (const auto* const action : {"delayed", "delivered", "relayed", "expanded", ""}) {
        BOOST_TEST(!parse_delivery_report(report(status_part(action, "5.1.1"))), action);
    }
}

BOOST_AUTO_TEST_CASE(another_mail_is_no_report) {
    const auto text = report(status_part("failed", "5.1.1"));
    const auto without = [&](const std::string& part, const std::string& instead) {
        auto changed = text;
        changed.replace(changed.find(part), part.size(), instead);
        return changed;
    };
    BOOST_TEST(!parse_delivery_report(""));
    BOOST_TEST(!parse_delivery_report("Subject: out of office\n\nI am away.\n"));
    BOOST_TEST(!parse_delivery_report(without("multipart/report", "multipart/mixed")));
    BOOST_TEST(!parse_delivery_report(without("delivery-status;", "disposition-notification;")));
    BOOST_TEST(!parse_delivery_report(without("boundary=", "nothing=")));
    BOOST_TEST(!parse_delivery_report(without("message/delivery-status", "text/plain")));
    BOOST_TEST(!parse_delivery_report(text.substr(0, text.find("--27AA1"))));
}

BOOST_AUTO_TEST_CASE(of_a_long_mail_only_the_beginning_is_read) {
    auto text = report(status_part("failed", "5.1.1"));
    const std::string kText = "I am sorry.";
    text.insert(text.find(kText), kReportBytesMax, 'x');
    BOOST_TEST(!parse_delivery_report(text));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace likes::mail::bounce_test
