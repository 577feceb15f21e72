#include "notices/mailing.hpp"

#include <algorithm>

#include "base/sha256.hpp"
#include "notices/rules.hpp"

namespace likes::notices {
namespace {

using What = MailVerdict::What;

/// Nobody is to get it any more, whatever it says.
bool is_for_nobody(const MailFacts& facts) {
    return facts.is_expired || facts.is_muted || facts.is_deactivated || !facts.is_wanted || !facts.has_address;
}

/// There is nothing in it that the recipient does not know.
bool says_nothing(const MailFacts& facts) {
    return !facts.notice || !facts.is_visible || !is_unread(*facts.notice, facts.seen_sequence) ||
           facts.notice->standing.total() == 0;
}

/// When the recipient may get another one.
Time may_have_next(const MailFacts& facts, Time now, const MailPolicy& policy) {
    Time due = now;
    if (facts.last_mail_at) due = std::max(due, *facts.last_mail_at + kMailDistance);
    const auto today = std::chrono::floor<std::chrono::days>(now);
    if (facts.mail_day == today && facts.mails_of_day >= policy.per_day) {
        due = std::max(due, Time{today + std::chrono::days{1}});
    }
    return due;
}

}  // namespace

std::uint64_t reached(const Standing& standing) {
    return standing.actors > 0 ? standing.actors : standing.total();
}

std::uint32_t mail_step(std::uint64_t count, bool is_important, std::uint32_t threshold) {
    std::uint32_t step = 0;
    if (is_important && count >= 1) step = 1;
    if (count >= threshold) step = std::max(step, threshold);
    if (const auto milestone = milestone_of(count); milestone > threshold) step = std::max(step, milestone);
    return step;
}

MailVerdict judge_mail(const MailFacts& facts, Time now, const MailPolicy& policy) {
    if (is_for_nobody(facts)) return {};
    // Sent twice it may be, never thrice.
    if (facts.unknown > 1) return {};
    if (facts.is_digest) return {What::kSend, 0, {}};
    if (says_nothing(facts)) return {};
    if (facts.is_begun) return {What::kSend, facts.mailed, {}};
    const auto step = mail_step(reached(facts.notice->standing), facts.is_important, facts.threshold);
    if (step == 0 || step <= facts.mailed) return {};
    if (const auto due = may_have_next(facts, now, policy); due > now) return {What::kLater, 0, due};
    return {What::kSend, step, {}};
}

std::chrono::seconds mail_retry_wait(std::uint32_t attempts) {
    constexpr std::uint32_t kDoublingsMax = 6;
    const auto doublings = std::min(attempts > 0 ? attempts - 1 : 0, kDoublingsMax);
    return std::min<std::chrono::seconds>(std::chrono::minutes{std::int64_t{1} << doublings}, std::chrono::hours{1});
}

std::chrono::hours digest_period(bool is_weekly) {
    return std::chrono::days{is_weekly ? 7 : 1} + std::chrono::hours{1};
}

std::chrono::seconds digest_offset(const UserId& user) {
    const auto digest = sha256(user.str());
    const auto number = (std::uint32_t{digest[0]} << 8U) | digest[1];
    constexpr auto kValues = static_cast<std::uint32_t>(2 * kDigestSpread.count() + 1);
    return std::chrono::seconds{number % kValues} - kDigestSpread;
}

std::optional<DigestSlot> digest_slot(Digest digest, const UserId& user, const analytics::Zone& zone,
                                      std::chrono::hours hour, Time now) {
    using std::chrono::days;
    if (digest == Digest::kOff) return std::nullopt;
    const auto today = zone.day_at(std::chrono::floor<std::chrono::seconds>(now));
    // By its offset it may be before the midnight of its date; and that of yesterday may be due still.
    for (const auto date : {today + days{1}, today, today - days{1}}) {
        if (digest == Digest::kWeekly && std::chrono::weekday{date} != std::chrono::Monday) continue;
        const Time due = zone.moment_of(date + hour + digest_offset(user));
        if (due <= now && now - due <= kDigestLateMax) return DigestSlot{date, due};
    }
    return std::nullopt;
}

}  // namespace likes::notices
