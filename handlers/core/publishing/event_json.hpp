#pragma once

#include <string>

#include "likes/event.hpp"

namespace likes::publishing {

/// The event as subscribers receive it: `type`, `chat_id` and `payload`, as asyncapi.yaml describes.
std::string to_json(const Event& event);

}  // namespace likes::publishing
