#pragma once

#include <chrono>

#include "background/notifier/digest_round.hpp"
#include "background/notifier/mail_channel.hpp"
#include "background/notifier/mail_sender.hpp"
#include "background/notifier/smtp_transport.hpp"
#include "base/steady_clock.hpp"
#include "runtime/config.hpp"
#include "store/kept_lease.hpp"
#include "store/notices/digest_readers.hpp"
#include "store/notices/mails_table.hpp"

namespace likes::background {

/// Sends mails to authors who have the app closed (see MailSender). Several processes may run; only the one that holds
/// the lease works. Two would do no harm: each mail is begun by one of them.
class Mailing {
  public:
    /// How often run_once() is meant to be called. While nothing is due, a run is one statement that reads an index.
    static constexpr std::chrono::milliseconds kInterval{200};

    /// Throws std::runtime_error if a secret cannot be read; never because the database or the mail server is not
    /// there.
    Mailing(const runtime::Config& config, const MailChannel& channel, SteadyClock clock);

    /// Makes digests due, and sends what is due. Throws what the store throws; the next run goes on.
    void run_once();

    /// Ends a run after its current mail. From any thread.
    void stop() { sender_.stop(); }

    /// Releases the lease, so that another process takes over at once. Throws what the store throws; then the lease
    /// ends by itself.
    void release() { lease_.release(); }

  private:
    store::KeptLease lease_;
    store::MailsTable mails_;
    store::DigestReadersTable readers_;
    SmtpTransport transport_;
    const mail::MailKeys keys_;
    DigestRound digests_;
    MailSender sender_;
};

}  // namespace likes::background
