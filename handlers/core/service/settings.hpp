#pragma once

#include <chrono>

#include "client/client.hpp"
#include "config/config.hpp"
#include "lanes/group_commit.hpp"
#include "likes/summary.hpp"
#include "store/session.hpp"

/// What the configuration means for each part.
namespace likes::service {

/// Reads the password; throws std::runtime_error if it cannot.
store::SessionSettings session_settings(const config::Config& config);

/// Reads the password; throws std::runtime_error if it cannot.
mqtt::ClientSettings broker_settings(const config::Config& config);

lanes::Limits lane_limits(const config::Config& config);
Window window(const config::Config& config);
std::chrono::microseconds event_interval(const config::Config& config);

}  // namespace likes::service
