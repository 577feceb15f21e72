#include "mail/suppression.hpp"

#include <algorithm>

namespace likes::mail {

Suppression after_bounce(const std::optional<Suppression>& before, Bounce bounce, Time now) {
    if (before && before->bounce == Bounce::kHard) return {Bounce::kHard, now, before->soft_bounces};
    if (bounce == Bounce::kHard) return {Bounce::kHard, now, before ? before->soft_bounces : 0};
    const auto within = before && before->soft_bounces >= kSoftBouncesMax ? kSuppressedFor : kSoftBouncesWithin;
    if (!before || now - before->since >= within) return {Bounce::kSoft, now, 1};
    const auto count = std::min(before->soft_bounces + 1, kSoftBouncesMax);
    return {Bounce::kSoft, count == kSoftBouncesMax ? now : before->since, count};
}

bool is_suppressed(const std::optional<Suppression>& suppression, Time verified_at, Time now) {
    if (!suppression || verified_at > suppression->since) return false;
    if (suppression->bounce == Bounce::kHard) return true;
    return suppression->soft_bounces >= kSoftBouncesMax && now - suppression->since < kSuppressedFor;
}

}  // namespace likes::mail
