#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "base/uuid.hpp"

/// The places in which the numbers are kept (schema/V007__analytics.sql).
namespace likes::analytics {

/// In place of a chat: all chats together.
inline constexpr Uuid kDeployment{};

/// In place of the code of a reaction: all reactions together.
inline constexpr std::string_view kAllReactions = "*";

/// The quarter of an hour of a moment: Unix seconds / 900.
inline std::uint32_t quarter_of(std::chrono::sys_seconds moment) {
    return static_cast<std::uint32_t>(moment.time_since_epoch() / std::chrono::minutes{15});
}

/// The UTC day of a moment: Unix seconds / 86400.
inline std::uint32_t day_of(std::chrono::sys_seconds moment) {
    return static_cast<std::uint32_t>(moment.time_since_epoch() / std::chrono::days{1});
}

}  // namespace likes::analytics
