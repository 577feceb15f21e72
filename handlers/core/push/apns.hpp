#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "auth/jws.hpp"
#include "base/time.hpp"
#include "base/uuid.hpp"
#include "outbound/request.hpp"
#include "push/message.hpp"

/// Pushes to Apple's devices, by the rules of "Sending notification requests to APNs" and "Establishing a token-based
/// connection to APNs".
namespace likes::push {

/// Whether the text can be a device's token: 64 to 200 hexadecimal digits, an even number.
bool is_apns_token(std::string_view text);

/// The token by which Apple knows us. Apple wants it anew at least once an hour, and refuses (429) whoever makes one
/// more than once in 20 minutes; so only one process may send. One thread uses it.
class ApnsToken {
  public:
    static constexpr std::chrono::minutes kRenewedAfter{50};
    static constexpr std::chrono::minutes kNeverWithin{20};

    /// `key_id` and `team_id` are Apple's, 10 characters each.
    ApnsToken(auth::JwsKey key, std::string key_id, std::string team_id)
        : key_{std::move(key)}, key_id_{std::move(key_id)}, team_id_{std::move(team_id)} {}

    const std::string& current(Time now);

    /// Apple says that it is expired: makes a new one if that is allowed. False: it is the same.
    bool renew(Time now);

  private:
    void make(Time now);

    auth::JwsKey key_;
    std::string key_id_;
    std::string team_id_;
    std::string token_;
    Time made_at_;
};

/// What a push to an Apple device needs beside what it says.
struct ApnsTarget {
    /// `api.push.apple.com` or `api.sandbox.push.apple.com`.
    std::string host;
    /// The app's bundle id.
    std::string topic;
    std::string device_token;
};

/// `id` is the delivery's: whoever repeats one uses the same, and Apple shows one. `expires_at`: until then Apple keeps
/// it for a device that is away. The body has at most 4 KiB.
outbound::Request apns_request(const ApnsTarget& target, const std::string& provider_token, const Message& message,
                               const Uuid& id, Time expires_at);

}  // namespace likes::push
