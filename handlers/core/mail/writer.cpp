#include "mail/writer.hpp"

#include <array>
#include <chrono>
#include <stdexcept>
#include <string_view>

#include "mail/headers.hpp"
#include "mail/one_line.hpp"
#include "mail/quoted_printable.hpp"

namespace likes::mail {
namespace {

/// Quoted-printable never has `=_` in it, so no part can hold the boundary (RFC 2045 section 6.7).
constexpr std::string_view kBoundary = "=_likes";

void append_part(std::string_view type, std::string_view content, std::string& mail) {
    Headers headers;
    headers.add("Content-Type", std::string{type} + "; charset=utf-8");
    headers.add("Content-Transfer-Encoding", "quoted-printable");
    mail.append("--").append(kBoundary).append("\r\n");
    mail.append(headers.str()).append("\r\n").append(quoted_printable(content)).append("\r\n");
}

std::string in_brackets(std::string_view text) {
    std::string bracketed{"<"};
    return bracketed.append(text).append(">");
}

std::string two(unsigned number) {
    return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

}  // namespace

std::string to_mail_date(Time time) {
    constexpr std::array kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
    return std::string{kDays[std::chrono::weekday{day}.c_encoding()]} + ", " + two(unsigned{date.day()}) + ' ' +
           kMonths[unsigned{date.month()} - 1] + ' ' + std::to_string(int{date.year()}) + ' ' +
           two(static_cast<unsigned>(clock.hours().count())) + ':' +
           two(static_cast<unsigned>(clock.minutes().count())) + ':' +
           two(static_cast<unsigned>(clock.seconds().count())) + " +0000";
}

std::string write_mail(const Letter& letter, const Envelope& envelope) {
    if (!is_one_line(letter.subject)) throw std::invalid_argument{"the subject of a mail is not one line of text"};
    Headers headers;
    headers.add("Date", to_mail_date(envelope.date));
    headers.add("From", envelope.from.str());
    headers.add("To", envelope.to.str());
    headers.add("Subject", encoded_words(shortened(letter.subject, kSubjectMax)));
    headers.add("Message-ID", envelope.message_id);
    if (envelope.thread_id) {
        headers.add("In-Reply-To", *envelope.thread_id);
        headers.add("References", *envelope.thread_id);
    }
    headers.add("List-Id", in_brackets("likes." + envelope.list_domain));
    headers.add("List-Unsubscribe", in_brackets(envelope.unsubscribe_url));
    headers.add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
    headers.add("Auto-Submitted", "auto-generated");
    headers.add("X-Auto-Response-Suppress", "All");
    headers.add("MIME-Version", "1.0");
    headers.add("Content-Language", letter.language);
    headers.add("Content-Type", "multipart/alternative; boundary=\"" + std::string{kBoundary} + "\"");

    std::string mail = headers.str() + "\r\n";
    append_part("text/plain", letter.text, mail);
    append_part("text/html", letter.html, mail);
    mail.append("--").append(kBoundary).append("--\r\n");
    return mail;
}

}  // namespace likes::mail
