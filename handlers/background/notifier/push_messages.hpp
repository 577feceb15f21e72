#pragma once

#include <optional>

#include "notices/preferences.hpp"
#include "push/message.hpp"
#include "store/notices/push_deliveries.hpp"

namespace likes::background {

/// What is said by a push, as things stand now; nullopt if nobody is to be interrupted any more. `most` is how much any
/// push may say, whatever its recipient prefers.
std::optional<push::Message> push_message(const store::DevicePush& push, notices::Preview most);

}  // namespace likes::background
