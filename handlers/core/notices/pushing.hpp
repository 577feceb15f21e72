#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "analytics/zone.hpp"
#include "base/time.hpp"
#include "notices/notice.hpp"
#include "notices/preferences.hpp"

/// When a recipient's devices are interrupted because of a notice, and when not.
///
/// News is pushed a moment after it has happened, so that what is taken back at once interrupts nobody. As long as the
/// recipient does not look, each further push of the same message comes later than the one before. And whatever happens
/// to however many messages, a recipient gets only so many pushes an hour; what is more becomes one that says how many
/// messages it is about.
namespace likes::notices {

struct PushPolicy {
    /// From the news to the push [0, 3600].
    std::chrono::seconds delay{15};
    /// Pushes that a recipient may get in an hour, and at once after a while without any [0, 60]. 0: none at all.
    std::uint32_t per_hour = 6;
    /// How long a push is worth sending once it is due, if nobody takes it.
    std::chrono::seconds kept_for{86'400};
};

/// Up to so many members a chat is a conversation, in which each reaction is an answer.
inline constexpr std::size_t kConversationMax = 2;

/// The time of the day at which those who want to be told once a day are, by their own clocks.
inline constexpr std::chrono::hours kDailyAt{9};

/// News of a notice that is to be pushed.
struct PushNews {
    /// The message never had any before.
    bool is_first = false;
    /// It is a number of reactions.
    bool is_milestone = false;
    /// How many pushes of the message the recipient has got and not looked at.
    std::uint32_t step = 0;
    /// The chat has at most kConversationMax members.
    bool is_conversation = false;
};

/// When it is pushed to a recipient who wants to be told like that, in that zone; nullopt: never. The waits of a
/// message grow with its pushes: the policy's, 5 minutes, 1 hour, 6 hours, and from then on a day. Of whoever wants to
/// be told daily, all news but the first of each message waits for the same moment.
std::optional<Time> push_due(const PushNews& news, Tell wish, const analytics::Zone& zone, Time now,
                             const PushPolicy& policy);

/// How many pushes of a message count as not looked at when news is raised. `before`: the notice as it was.
std::uint32_t push_step_of(const std::optional<Notice>& before, std::uint32_t step, std::uint64_t seen_sequence);

/// What there is to know when a push is due.
struct DuePush {
    /// The notice as it is now; nullopt if there is none.
    std::optional<Notice> notice = std::nullopt;
    /// Up to which sequence number the recipient has seen all news.
    std::uint64_t seen_sequence = 0;
    /// The message is there, and the recipient is in its chat.
    bool is_visible = true;
    /// The recipient has muted the chat.
    bool is_muted = false;
    /// Nothing is sent to the recipient any more.
    bool is_deactivated = false;
    /// It has waited for too long.
    bool is_expired = false;
    /// Whether the recipient wants pushes at all, and of what.
    bool wants_pushes = true;
    Tell wish = Tell::kAll;
    /// The end of the quiet hours that it is now; nullopt if it is none of them.
    std::optional<Time> quiet_until = {};
};

/// Whether it is still worth an interruption.
bool is_worth_a_push(const DuePush& due);

/// The end of the quiet hours that it is now; nullopt if it is none of them. Where clocks are changed, they begin at
/// the earlier and end at the later of two moments of the same name.
std::optional<Time> quiet_until(const QuietHours& hours, const analytics::Zone& zone, Time now);

/// The pushes that a recipient may get still: those of an hour, of which one comes back at a time.
struct PushBucket {
    std::uint32_t tokens = 0;
    /// When the newest came back, or when it was filled.
    Time refilled_at;

    bool operator==(const PushBucket&) const = default;
};

/// Of a recipient who has got none yet.
PushBucket full_bucket(Time now, const PushPolicy& policy);

/// With what has come back since.
PushBucket refilled(PushBucket bucket, Time now, const PushPolicy& policy);

/// When the next comes back; nullopt if none ever does.
std::optional<Time> next_token_at(const PushBucket& bucket, const PushPolicy& policy);

/// How that many notices that are due at once reach a recipient.
enum class Pushing {
    /// By a push each.
    kEach,
    /// By one push of all.
    kSummary,
    /// Not now: there is no token. By the time one is back, there may be more.
    kLater,
};

/// Takes the tokens that are needed. REQUIRES: the bucket is refilled, and `notices` is 1 or more.
Pushing take_tokens(PushBucket& bucket, std::size_t notices);

/// What becomes of all that is due to one recipient, by places in what was handed in.
struct PushPlan {
    /// Nobody is interrupted because of them.
    std::vector<std::size_t> dropped;
    /// They are pushed now: each by itself, or all of them by one summary.
    std::vector<std::size_t> pushed;
    bool is_summary = false;
    /// They are due again at that time.
    std::vector<std::pair<std::size_t, Time>> later;

    bool operator==(const PushPlan&) const = default;
};

/// Takes from the bucket what is pushed. Whoever wants to be told daily gets one push for all of the day.
PushPlan plan_pushes(std::span<const DuePush> due, PushBucket& bucket, Time now, const PushPolicy& policy);

}  // namespace likes::notices
