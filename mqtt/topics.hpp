#pragma once

#include <string>

#include "ids/uuid.hpp"

namespace likes::mqtt {

/// Where the members of a chat hear of its likes: `chats/{chat_id}/events`.
inline std::string events_topic(const Uuid& chat) {
    return "chats/" + chat.to_string() + "/events";
}

}  // namespace likes::mqtt
