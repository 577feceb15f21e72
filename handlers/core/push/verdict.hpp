#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

/// What a push service's answer means for us.
namespace likes::push {

enum class Kind : std::uint8_t { kWeb, kApns, kFcm };

/// As the database and the API write it: `web`, `apns`, `fcm`.
std::string_view code_of(Kind kind);
std::optional<Kind> parse_kind(std::string_view code);

struct Answer {
    /// Of HTTP; 0: there was none, by a timeout, TLS, or a connection that failed.
    int status = 0;
    /// Apple's `reason`, Google's error code; else empty.
    std::string reason = {};
    /// Of the header Retry-After, in either of its forms.
    std::optional<std::chrono::seconds> retry_after = {};
    /// Apple's `timestamp`: since when the device's token has not been good.
    std::optional<Time> gone_since = {};
};

/// Reads what Apple and Google say in the body of an answer that is no success. What cannot be read is left out.
void read_reason(Kind kind, std::string_view body, Answer& answer);

/// The header Retry-After (RFC 9110 section 10.2.3): seconds, or a date, which Date says `now` for. nullopt for
/// anything else.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view value, Time now);

enum class Verdict : std::uint8_t {
    /// It is with the push service.
    kSent,
    /// The subscription is no more, and is removed.
    kGone,
    /// The fault may be ours: the subscription is kept, and this push is not repeated.
    kOurs,
    /// Our token is expired: once more, with a new one.
    kRenewToken,
    /// This device gets nothing for a while.
    kWaitTarget,
    /// Nobody at this push service gets anything for a while.
    kWaitHost,
    /// Once more, later.
    kRetry,
};

/// By status, and by Apple's and Google's documented reasons; never by a text that is made for people. A subscription
/// is removed only by an answer that is about it alone, so that a wrong key of ours loses nobody. `registered_at` is
/// when the device last said that its token is good.
Verdict judge(Kind kind, const Answer& answer, Time registered_at);

/// Whether a subscription that has failed so many times in a row, for reasons that may be ours, is switched off.
/// `last_ok_at`: when a push to it was last taken, or when it was made.
bool is_hopeless(std::size_t failures, Time last_ok_at, Time now);

}  // namespace likes::push
