#include "background/notifier/mailing.hpp"

#include <utility>

#include "database/session.hpp"
#include "service/settings.hpp"

namespace likes::background {
namespace {

/// Longer than a dialogue with a server may take: the lease is renewed between runs, and a run may have several.
constexpr std::chrono::seconds kMailingLease{60};
constexpr std::chrono::milliseconds kMailingLeaseInterval{2000};

}  // namespace

Mailing::Mailing(const runtime::Config& config, const MailChannel& channel, SteadyClock clock)
    : lease_{{database::Session{service::session_settings(config)}, "mail", kMailingLease},
             kMailingLeaseInterval,
             clock},
      mails_{database::Session{service::session_settings(config)}, channel.settings.policy.threshold},
      readers_{database::Session{service::session_settings(config)}},
      transport_{channel.smtp},
      keys_{channel.keys},
      digests_{readers_, channel.digest_hour, clock},
      sender_{mails_, transport_, keys_, channel.settings, std::move(clock)} {}

void Mailing::run_once() {
    if (!lease_.is_held()) return;
    digests_.run_once();
    sender_.run_once();
}

}  // namespace likes::background
