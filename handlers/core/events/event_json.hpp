#pragma once

#include <string>

#include "likes/event.hpp"

namespace likes::events {

/// The event as subscribers get it: the envelope `type`, `chat_id`, `payload` of the contract.
std::string to_json(const Event& event);

}  // namespace likes::events
