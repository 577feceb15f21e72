#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "analytics/zone.hpp"
#include "base/time.hpp"
#include "base/user_id.hpp"
#include "notices/notice.hpp"
#include "notices/preferences.hpp"

/// When a mail is sent to somebody who has the app closed, and when it is not.
namespace likes::notices {

struct MailPolicy {
    /// How long after the news a mail is sent, if it was not seen until then.
    std::chrono::seconds delay{900};
    /// So many people make news worth a mail, of a message that is not important.
    std::uint32_t threshold = 10;
    /// Mails of this kind that a recipient gets on one day of UTC.
    std::uint32_t per_day = 5;
};

/// Between two mails to a recipient.
inline constexpr std::chrono::minutes kMailDistance{30};

/// How many are counted of those who react: people, or of a message with too many reactions to look at each, reactions.
std::uint64_t reached(const Standing& standing);

/// The greatest number up to `count` that is worth a mail: 1 if the message is important, the threshold, and above that
/// the milestones of rules.hpp; 0 if there is none. Each is worth one mail, so what is sent about one message has a
/// bound.
std::uint32_t mail_step(std::uint64_t count, bool is_important, std::uint32_t threshold);

/// What is so when a mail is due.
struct MailFacts {
    /// nullopt if there is none any more.
    std::optional<Notice> notice;
    /// It has waited for so long that it is of no use any more.
    bool is_expired = false;
    /// The message is there, and the recipient is in its chat.
    bool is_visible = true;
    /// The recipient wants no news of the chat now.
    bool is_muted = false;
    /// Nothing is sent to the recipient any more.
    bool is_deactivated = false;
    /// The recipient wants mails about notices; of a digest: digests.
    bool is_wanted = true;
    /// There is an address that the recipient has proved to be theirs, and mail to it does not come back.
    bool has_address = true;
    /// It is a digest, which has no notice, and is not counted among the mails of the day.
    bool is_digest = false;
    bool is_important = false;
    /// The recipient's own threshold, or that of the policy.
    std::uint32_t threshold = MailPolicy{}.threshold;
    /// The greatest step that was worth a mail already; 0: none.
    std::uint32_t mailed = 0;
    std::uint64_t seen_sequence = 0;
    /// This mail was begun before: it counts already among those of the day, and as `mailed`.
    bool is_begun = false;
    /// How often it was begun, and nobody knows whether it arrived.
    std::uint32_t unknown = 0;
    /// Of the recipient: when a mail was begun last, on which day, and how many on that day.
    std::optional<Time> last_mail_at;
    std::optional<std::chrono::sys_days> mail_day;
    std::uint32_t mails_of_day = 0;
};

struct MailVerdict {
    enum class What { kSend, kLater, kDrop };

    What what = What::kDrop;
    /// Of kSend: the step that the mail is about, by which it is named.
    std::uint32_t step = 0;
    /// Of kLater: when it is due again.
    Time due;

    bool operator==(const MailVerdict&) const = default;
};

/// Whether a mail that is due is sent now. A mail of which nobody knows whether it arrived is sent once more, by the
/// same name.
MailVerdict judge_mail(const MailFacts& facts, Time now, const MailPolicy& policy);

/// How long after the attempt of that number, counted from 1, a mail that was not taken is tried again: a minute, twice
/// as long each time, an hour at most.
std::chrono::seconds mail_retry_wait(std::uint32_t attempts);

/// What a digest is due for.
struct DigestSlot {
    /// The calendar day where the user is.
    std::chrono::sys_days date;
    Time due;

    bool operator==(const DigestSlot&) const = default;
};

/// A digest that is later is not sent at all.
inline constexpr std::chrono::hours kDigestLateMax{12};
/// Users get their digests up to so long before and after the hour, each always at the same time of day.
inline constexpr std::chrono::seconds kDigestSpread{1800};

/// Of how long a time before it is due a digest tells. It is an hour more than is between two, for the day that has 25:
/// what was not seen in that hour is told twice.
std::chrono::hours digest_period(bool is_weekly);

/// How long after the hour the user gets a digest; negative: before.
std::chrono::seconds digest_offset(const UserId& user);

/// The digest that the user is to get by now, by the clock of the zone: the newest that is due, if it is not later than
/// kDigestLateMax. A weekly one is of a Monday. Where clocks show the time twice, it is the first of them; where they
/// skip it, the moment at which they do. So each date has one. nullopt: none.
std::optional<DigestSlot> digest_slot(Digest digest, const UserId& user, const analytics::Zone& zone,
                                      std::chrono::hours hour, Time now);

}  // namespace likes::notices
