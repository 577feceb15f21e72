#pragma once

#include <cstddef>
#include <string>

#include "likes/event.hpp"

namespace likes::publishing {

/// The longest event that is handed to the broker: its max_packet_size, less what a packet has besides. It would refuse
/// a longer one, and end the connection, however often it is sent.
inline constexpr std::size_t kEventBytesMax = 262'144 - 4'096;

/// The event as subscribers receive it: `type`, `chat_id` and `payload`, as asyncapi.yaml describes.
std::string to_json(const Event& event);

}  // namespace likes::publishing
