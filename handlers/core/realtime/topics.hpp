#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/user_id.hpp"
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

/// The topic of a user's notices: `users/{user_id}/notices`. The id is percent-encoded (RFC 3986, section 2.1) where a
/// character is not unreserved, as encodeURIComponent does it, because an id may hold `/` and `+`.
std::string notices_topic(const UserId& user);

/// The user of a topic that is spelled as notices_topic spells it: each character encoded that has to be, none that has
/// not, and in upper case. nullopt for any other text; so a user has one topic, and no two users have the same.
std::optional<UserId> user_of_notices_topic(std::string_view topic);

}  // namespace likes::realtime
