#include "background/notifier/pushing.hpp"

#include <algorithm>
#include <utility>

#include "base/time.hpp"
#include "base/uuid_v7.hpp"
#include "database/session.hpp"
#include "runtime/counters.hpp"
#include "service/settings.hpp"

namespace likes::background {
namespace {

/// How long a process that died keeps the others from sending, and how often the lease is renewed.
constexpr std::chrono::seconds kPushLease{5};
constexpr std::chrono::milliseconds kPushLeaseInterval{1'000};
/// How long an end waits for the answers of push services.
constexpr std::chrono::milliseconds kEndPatience{2'000};

outbound::ClientSettings client_settings(const runtime::Config::Push& options) {
    return {.proxy = options.proxy, .authorities = options.authorities_file};
}

notices::Preview preview_max(const runtime::Config::Push& options) {
    return notices::parse_preview(options.preview_max).value();
}

}  // namespace

notices::PushPolicy push_policy(const runtime::Config& config) {
    // What could not be sent at once is not lost because devices are not to wait for it.
    constexpr std::chrono::seconds kLeast{3'600};
    return {
        .delay = config.push.delay, .per_hour = config.push.per_hour, .kept_for = std::max(kLeast, config.push.ttl)};
}

Pushing::Pushing(const runtime::Config& config, PushChannels channels, SteadyClock clock)
    : lease_{{database::Session{service::session_settings(config)}, "push", kPushLease}, kPushLeaseInterval, clock},
      deciding_{database::Session{service::patient_session_settings(config)}, push_policy(config)},
      deliveries_{database::Session{service::session_settings(config)}},
      client_{client_settings(config.push)},
      sender_{deliveries_,
              client_,
              std::move(channels),
              {.preview_max = preview_max(config.push),
               .steady = std::move(clock),
               .clock = system_now,
               .random = seeded_random_bits()}} {}

void Pushing::run_once() {
    if (!lease_.is_held()) return;
    decide();
    sender_.run_once();
}

void Pushing::decide() {
    // A long queue does not keep from sending: the rest is decided in the next run.
    constexpr int kPartsMax = 5;
    for (int part = 0; part < kPartsMax; ++part) {
        const auto decided = deciding_.decide_some();
        auto& pushes = runtime::counters().pushes;
        pushes[runtime::PushOutcome::kDropped].add(decided.dropped);
        pushes[runtime::PushOutcome::kExpired].add(decided.expired);
        if (decided.due == 0) return;
    }
}

void Pushing::release() {
    sender_.end(kEndPatience);
    lease_.release();
}

}  // namespace likes::background
