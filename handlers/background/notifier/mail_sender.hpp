#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "background/notifier/mail_transport.hpp"
#include "base/steady_clock.hpp"
#include "mail/address.hpp"
#include "mail/letters.hpp"
#include "mail/mail_keys.hpp"
#include "notices/mailing.hpp"
#include "outbound/backoff.hpp"
#include "store/notices/mails.hpp"

namespace likes::background {

/// What mails are like, and how many there may be.
struct MailSettings {
    mail::Address from;
    /// In what mails are called and in the name of their list.
    std::string domain;
    /// Where mail goes that comes back.
    std::string bounce_domain;
    /// Where the API is reached: `https://host`, without a slash at its end.
    std::string public_url;
    /// Where a message and the settings can be seen. In the first, `{chat_id}` and `{message_id}` are replaced.
    std::string message_url;
    std::string settings_url;
    std::size_t per_second = 10;
    notices::MailPolicy policy;
};

/// Sends the mails that are due, about notices and digests, each as things stand when it is sent (notices::judge_mail).
///
/// That a mail is begun is written before any of it is sent. So a process that dies, or a server that goes silent,
/// leaves a mail of which nobody knows whether it arrived, and which is sent once more by the same name. One thread
/// calls it, but for stop().
class MailSender {
  public:
    /// Mails of a run, at most; with those of a second's rate that may be sent at once.
    static constexpr std::size_t kMailsMax = 100;
    /// What was read of a mail so long ago is read anew before it is sent.
    static constexpr std::chrono::seconds kFresh{1};
    /// For so long nobody else sends what was begun: longer than the longest dialogue with a server.
    static constexpr std::chrono::seconds kClaim{60};

    /// The references outlive it.
    MailSender(store::Mails& mails, MailTransport& transport, const mail::MailKeys& keys, MailSettings settings,
               SteadyClock clock);

    /// Sends what is due, as fast as it may. Throws what the store throws; the next run goes on.
    void run_once();

    /// Ends a run after its current mail. From any thread.
    void stop() { stopping_ = true; }

  private:
    void refill(SteadyTime now);
    /// What is to be sent; nullopt if there is nothing to say.
    std::optional<std::string> write(const store::DueMail& mail, const mail::Address& address, std::uint32_t step);
    /// False if nothing more is to be sent in this run.
    bool send(const store::DueMail& mail, const mail::Address& address, std::uint32_t step, std::string_view data);
    bool settle(const store::DueMail& mail, const mail::Address& address, const Handed& handed);
    /// Whether a server could be reached.
    void note(bool is_reached);
    std::string write_notice(const store::DueMail& mail, const mail::Address& address, std::uint32_t step);
    std::optional<std::string> write_digest(const store::DueMail& mail, const mail::Address& address);
    mail::Told told(const notices::ShownNotice& shown, const std::optional<std::string>& chat_title) const;
    mail::Ways ways(const UserId& recipient, mail::Mailing mailing) const;

    store::Mails& mails_;
    MailTransport& transport_;
    const mail::MailKeys& keys_;
    const MailSettings settings_;
    SteadyClock clock_;
    /// How many may be sent now, and when that was so.
    double tokens_;
    SteadyTime refilled_at_;
    /// Of the one server; as there is no other, it is spared from the first failure on.
    outbound::Circuits circuit_{1};
    std::atomic<bool> stopping_ = false;
};

}  // namespace likes::background
