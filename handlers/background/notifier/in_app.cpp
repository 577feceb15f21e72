#include "background/notifier/in_app.hpp"

#include <utility>

#include "database/session.hpp"
#include "service/settings.hpp"

namespace likes::background {
namespace {

/// How long a process that died keeps the others from telling anybody, and how often the lease is renewed.
constexpr std::chrono::seconds kSendingLease{2};
constexpr std::chrono::milliseconds kSendingLeaseInterval{500};

}  // namespace

InApp::InApp(const runtime::Config& config, SteadyClock clock)
    : lease_{{database::Session{service::session_settings(config)}, "in-app", kSendingLease},
             kSendingLeaseInterval,
             clock},
      deliveries_{database::Session{service::session_settings(config)}},
      broker_{service::broker_settings(config)},
      sender_{deliveries_, broker_.publisher(), config.notices.duty_percent, std::move(clock)} {}

void InApp::run_once() {
    if (lease_.is_held()) sender_.run_once();
}

}  // namespace likes::background
