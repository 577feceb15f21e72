#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "base/time.hpp"
#include "mail/bounce.hpp"

namespace likes::mail {

/// What is remembered of an address from which mail came back.
struct Suppression {
    /// kHard: there is no such mailbox.
    Bounce bounce = Bounce::kSoft;
    /// When it was found out. Of soft ones: when the first of those that count came, and from the third on the last.
    Time since;
    std::uint32_t soft_bounces = 0;

    bool operator==(const Suppression&) const = default;
};

/// So many soft bounces within so long suppress an address for a while.
inline constexpr std::uint32_t kSoftBouncesMax = 3;
inline constexpr std::chrono::days kSoftBouncesWithin{7};
inline constexpr std::chrono::days kSuppressedFor{30};

/// What is remembered after another mail came back. A mailbox that is not there is not made better by what is soft.
Suppression after_bounce(const std::optional<Suppression>& before, Bounce bounce, Time now);

/// Whether nothing is sent to the address. An address that its user has proved anew since is as good as a new one.
bool is_suppressed(const std::optional<Suppression>& suppression, Time verified_at, Time now);

}  // namespace likes::mail
