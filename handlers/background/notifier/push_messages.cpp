#include "background/notifier/push_messages.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/uuid.hpp"

namespace likes::background {
namespace {

std::optional<push::Message> test_message(const store::DevicePush& push) {
    return push::Message{
        .tag = std::string{push::kTestTag}, .is_test = true, .raised_at = push.now, .unread = push.unread};
}

std::optional<push::Message> summary(const store::DevicePush& push) {
    if (push.unread.count == 0 || push.due.is_deactivated || !push.due.wants_pushes) return std::nullopt;
    return push::Message{.tag = std::string{push::kSummaryTag},
                         .messages = push.unread.count,
                         .raised_at = push.now,
                         .unread = push.unread};
}

}  // namespace

std::optional<push::Message> push_message(const store::DevicePush& push, notices::Preview most) {
    using notices::Preview;
    if (push.key.message == store::kTestPush) return test_message(push);
    if (push.key.message == Uuid{}) return summary(push);
    if (!notices::is_worth_a_push(push.due) || !push.shown) return std::nullopt;
    const auto& standing = push.due.notice->standing;
    push::Message message{.tag = push::tag_of(push.key.message),
                          .message = push.key.message,
                          .chat = push.due.notice->chat,
                          .reactions = standing.total(),
                          .raised_at = push.due.notice->raised_at,
                          .unread = push.unread};
    // Whom the recipient has blocked since is neither named nor counted.
    const auto blocked = static_cast<std::uint32_t>(standing.newest.size() - push.shown->newest.size());
    if (standing.actors > 0) {
        message.actors = standing.actors - std::min(standing.actors, blocked);
        if (message.actors == 0) return std::nullopt;
    }
    const auto preview = std::min(push.preview, most);
    if (preview != Preview::kNone) {
        for (const auto& actor : push.shown->newest) message.names.push_back(actor.name.value_or(actor.user.str()));
    }
    if (preview == Preview::kFull) message.chat_title = push.chat_title;
    return message;
}

}  // namespace likes::background
