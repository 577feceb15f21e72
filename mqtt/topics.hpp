#pragma once

#include <string>

#include "ids/uuid.hpp"

namespace likes::mqtt {

/// Where the members of a chat hear of its likes: `chats/{chat_id}/events`.
inline std::string events_topic(const Uuid& chat) {
    return "chats/" + chat.to_string() + "/events";
}

/// Where the relay tells the broker's plugin who left which chat. No client may read or write it.
inline constexpr const char* kControlTopic = "$CONTROL/chat-likes/v1";

/// The `typ` of the tokens that open the broker. No token for the API has it, so neither passes for the other.
inline constexpr const char* kTokenType = "mqtt+jwt";

}  // namespace likes::mqtt
