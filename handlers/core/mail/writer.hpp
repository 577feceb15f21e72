#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/time.hpp"
#include "mail/address.hpp"

namespace likes::mail {

/// What a mail says, twice: in plain text and in HTML.
struct Letter {
    /// One line, of any length.
    std::string subject;
    /// With `\n` as line ends.
    std::string text;
    std::string html;
    /// BCP 47, such as `ru`.
    std::string language;
};

/// What else is in the header of a mail.
struct Envelope {
    Address from;
    Address to;
    /// As in message_id.hpp.
    std::string message_id;
    /// To which mail it is a reply.
    std::optional<std::string> thread_id;
    Time date;
    /// The domain that the list is called by (RFC 2919).
    std::string list_domain;
    /// Where a POST stops mails like this (RFC 8058). https.
    std::string unsubscribe_url;
};

/// The longest subject, in characters.
inline constexpr std::size_t kSubjectMax = 150;

/// `Mon, 30 Nov 2026 05:14:00 +0000` (RFC 5322 section 3.3).
std::string to_mail_date(Time time);

/// The mail as it is sent (RFC 5322): header, and text and HTML as alternatives (RFC 2046 section 5.1.4), the text
/// first. All of it is ASCII in lines of at most 998 characters with CRLF. A subject that is more than one line, or not
/// UTF-8, is not written but refused, as is all else that cannot stand in a header: throws std::invalid_argument.
std::string write_mail(const Letter& letter, const Envelope& envelope);

}  // namespace likes::mail
