#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "base/time.hpp"
#include "base/uuid.hpp"
#include "outbound/client.hpp"
#include "push/apns.hpp"
#include "push/endpoint.hpp"
#include "push/fcm.hpp"
#include "push/message.hpp"
#include "push/vapid.hpp"
#include "push/verdict.hpp"
#include "runtime/config.hpp"
#include "store/notices/push_deliveries.hpp"

namespace likes::background {

/// By what pushes can be sent: to browsers, to Apple's devices, to Google's. What there is no key for is not there. One
/// thread uses it.
class PushChannels {
  public:
    struct Web {
        push::AllowedHosts hosts;
        push::Vapid vapid;
    };
    struct Apns {
        push::ApnsToken token;
        std::string host;
        std::string topic;
    };
    struct Fcm {
        push::FcmAccount account;
        std::optional<push::FcmToken> token = std::nullopt;
    };

    /// `kept_for` is how long a push service keeps a push for a device that is away.
    PushChannels(std::optional<Web> web, std::optional<Apns> apns, std::optional<Fcm> fcm,
                 std::chrono::seconds kept_for)
        : web_{std::move(web)}, apns_{std::move(apns)}, fcm_{std::move(fcm)}, kept_for_{kept_for} {}

    bool are_any() const { return web_ || apns_ || fcm_; }
    bool has(push::Kind kind) const;

    /// The host of the push service. nullopt: nothing is sent there.
    std::optional<std::string> host_of(const store::PushTarget& target) const;

    /// nullopt if the device cannot be sent anything: the key that its browser was given is one of ours no more.
    /// REQUIRES: has(target.kind), and not needs_access(target.kind).
    std::optional<outbound::Request> request(const store::PushTarget& target, const push::Message& message,
                                             const Uuid& id, Time now);

    /// The push service takes pushes only with a token that is to be asked for.
    bool needs_access(push::Kind kind, Time now) const;
    /// Asks for it. REQUIRES: needs_access().
    outbound::Request access_request(Time now) const;
    /// False if the answer holds none.
    bool take_access(const outbound::Answer& answer, Time now);

    /// The push service says that our token has ended. False: there can be no other yet.
    bool renew_token(push::Kind kind, Time now);

  private:
    std::optional<Web> web_;
    std::optional<Apns> apns_;
    std::optional<Fcm> fcm_;
    std::chrono::seconds kept_for_;
};

/// Those for which the configuration has what they need; for each other one, and for one of which something is
/// malformed, there is a line in the log. nullopt without any.
std::optional<PushChannels> open_push_channels(const runtime::Config& config);

}  // namespace likes::background
