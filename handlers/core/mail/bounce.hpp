#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What mail servers say of mail that they do not deliver.
namespace likes::mail {

enum class Bounce {
    /// There is no such mailbox: nothing is to be sent there any more.
    kHard,
    /// It could not be delivered now.
    kSoft,
};

/// What a status means (RFC 3463), such as `5.1.1`; nullopt if it is none, or of success. Not all that is permanent is
/// the recipient's: that a mailbox is full, that a server is broken, or that it does not like the sender ends nothing.
std::optional<Bounce> bounce_of_status(std::string_view status);

/// What the reply to RCPT or DATA means (RFC 5321 section 4.2, RFC 2034): `550 5.1.1 No such user`. nullopt if it is of
/// success or of neither kind.
std::optional<Bounce> bounce_of_reply(std::string_view reply);

/// A report that mail was not delivered.
struct DeliveryReport {
    /// To whom the report was sent, by its headers, as they are written there: one of them is the envelope sender of
    /// what came back.
    std::vector<std::string> addresses;
    Bounce bounce = Bounce::kSoft;
};

/// Of a longer mail only the beginning is read: a report quotes at its end what came back.
inline constexpr std::size_t kReportBytesMax = std::size_t{256} * 1024;

/// Reads a delivery status notification (RFC 3464) as a mail server hands it on, with either kind of line ends. nullopt
/// if it is another mail, or says that mail was delivered, or late. Never throws on account of the text.
std::optional<DeliveryReport> parse_delivery_report(std::string_view mail);

}  // namespace likes::mail
