#include "background/notifier/mailing.hpp"

#include <utility>

#include "database/session.hpp"
#include "service/settings.hpp"

namespace likes::background {
namespace {

/// Longer than a dialogue with a server may take: the lease is renewed between runs, and a run may have several.
constexpr std::chrono::seconds kMailingLease{60};

}  // namespace

Mailing::Mailing(const runtime::Config& config, const MailChannel& channel, SteadyClock clock)
    : lease_{database::Session{service::session_settings(config)}, "mail", kMailingLease},
      mails_{database::Session{service::session_settings(config)}, channel.settings.policy.threshold},
      transport_{channel.smtp},
      keys_{channel.keys},
      sender_{mails_, transport_, keys_, channel.settings, std::move(clock)} {}

void Mailing::run_once() {
    if (lease_.acquire()) sender_.run_once();
}

}  // namespace likes::background
