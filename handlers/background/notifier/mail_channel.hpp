#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "background/notifier/mail_sender.hpp"
#include "background/notifier/smtp_transport.hpp"
#include "mail/mail_keys.hpp"
#include "runtime/config.hpp"

namespace likes::background {

/// All that it takes to send mails, from the configuration.
struct MailChannel {
    MailSettings settings;
    SmtpSettings smtp;
    mail::MailKeys keys;
    /// When digests are due, by the clock of their readers.
    std::chrono::hours digest_hour{9};
};

/// Why there are no mails.
struct NoMail {
    std::string reason;
};

/// The channel, or why there is none: option email-mode is off, or something that mails need is missing or malformed.
/// Reads the files that the options name.
std::variant<MailChannel, NoMail> mail_channel(const runtime::Config& config);

/// The same; nullopt, with one line in the log, if there is none.
std::optional<MailChannel> open_mail_channel(const runtime::Config& config);

}  // namespace likes::background
