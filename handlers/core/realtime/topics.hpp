#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/uuid.hpp"

/// The topics that handlers, relay and plugin use at the broker.
namespace likes::realtime {

/// The topic to which the relay publishes revocations for the broker's plugin, as RevocationMessages. The broker passes
/// them on to no client.
inline constexpr const char* kRevocationTopic = "$CONTROL/chat-likes/v1";

/// The topic of a chat's events: `chats/{chat_id}/events`.
std::string events_topic(const Uuid& chat);

/// The chat of a topic that is spelled as events_topic spells it, lower case included; nullopt for any other text.
std::optional<Uuid> chat_of_events_topic(std::string_view topic);

}  // namespace likes::realtime
