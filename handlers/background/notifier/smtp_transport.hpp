#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "background/notifier/mail_transport.hpp"

namespace likes::background {

struct SmtpSettings {
    /// `smtp://host:port`, which has to offer STARTTLS, or `smtps://host:port`.
    std::string url;
    /// Empty: without AUTH.
    std::string user;
    std::string password;
    /// Certificates (PEM) of who may vouch for the server; empty: those of the machine.
    std::filesystem::path ca_file;
};

/// Hands mails to the operator's mail server by SMTP (libcurl), always over TLS with a certificate that is checked.
/// Keeps its connection between mails. One thread at a time.
class SmtpTransport final : public MailTransport {
  public:
    /// Throws std::runtime_error if the settings cannot be used.
    explicit SmtpTransport(SmtpSettings settings);
    ~SmtpTransport() override;

    Handed hand(const mail::Address& sender, const mail::Address& recipient, std::string_view data) override;

  private:
    struct Easy;

    SmtpSettings settings_;
    std::unique_ptr<Easy> easy_;
};

}  // namespace likes::background
