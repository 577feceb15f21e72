#pragma once

#include <string>
#include <string_view>

#include "mail/address.hpp"

namespace likes::background {

/// What came of handing a mail to a server.
enum class Handing {
    /// The server has taken it, and is responsible for it now (RFC 5321 section 6.1).
    kTaken,
    /// The server does not take this mail: its reply says why.
    kRefused,
    /// No server that takes mail of ours could be reached. Nothing of the mail was sent.
    kUnreachable,
    /// All of it was sent, and no reply came: it may have been taken.
    kUnknown,
};

struct Handed {
    Handing what = Handing::kUnreachable;
    /// Of kRefused: the server's reply (RFC 5321 section 4.2), such as `550 5.1.1 No such user`. For
    /// mail::bounce_of_reply alone: it may name an address, so it is in no log.
    std::string reply;
};

/// Hands mails to a server. An interface, so that a test needs none.
class MailTransport {
  public:
    virtual ~MailTransport() = default;

    /// `data`: the mail with CRLF as its line ends. Returns within half a minute. Never throws on account of the
    /// server.
    virtual Handed hand(const mail::Address& sender, const mail::Address& recipient, std::string_view data) = 0;
};

}  // namespace likes::background
