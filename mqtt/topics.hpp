#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "ids/uuid.hpp"

namespace likes::mqtt {

/// Where the relay tells the broker's plugin who has left which chat; the broker passes it on to nobody. The message is
/// described in plugin/control_message.hpp.
inline constexpr const char* kControlTopic = "$CONTROL/chat-likes/v1";

/// The `typ` of the tokens that open the broker. No token for the API has it, so neither passes for the other.
inline constexpr const char* kTokenType = "mqtt+jwt";

inline constexpr std::string_view kEventsTopicPrefix = "chats/";
inline constexpr std::string_view kEventsTopicSuffix = "/events";

/// Where the members of a chat hear of its likes: `chats/{chat_id}/events`.
inline std::string events_topic(const Uuid& chat) {
    return std::string{kEventsTopicPrefix} + chat.to_string() + std::string{kEventsTopicSuffix};
}

/// The chat of a topic that is spelled as events_topic spells it, lower case included; nullopt for any other text.
inline std::optional<Uuid> chat_of_events_topic(std::string_view topic) {
    if (!topic.starts_with(kEventsTopicPrefix) || !topic.ends_with(kEventsTopicSuffix)) return std::nullopt;
    topic.remove_prefix(kEventsTopicPrefix.size());
    if (topic.size() < kEventsTopicSuffix.size()) return std::nullopt;
    topic.remove_suffix(kEventsTopicSuffix.size());
    if (std::any_of(topic.begin(), topic.end(), [](char c) { return c >= 'A' && c <= 'F'; })) return std::nullopt;
    return Uuid::parse(topic);
}

}  // namespace likes::mqtt
