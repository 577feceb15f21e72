#pragma once

#include <chrono>
#include <vector>

#include "client/client.hpp"
#include "config/config.hpp"
#include "lanes/lanes.hpp"
#include "likes/reaction_catalog.hpp"
#include "likes/summary.hpp"
#include "limit/user_limit.hpp"
#include "store/session.hpp"

/// What the configuration means for each part.
namespace likes::service {

/// Reads the password; throws std::runtime_error if it cannot.
store::SessionSettings session_settings(const config::Config& config);

/// Reads the password; throws std::runtime_error if it cannot.
mqtt::ClientSettings broker_settings(const config::Config& config);

/// `item_weight`: how many ordinary requests one item is worth; a batch then holds that many times fewer.
lanes::Settings lane_settings(const config::Config& config, std::size_t item_weight = 1);

/// For reads of one message. They are so small that a lane of large batches does more of them than two of half as
/// large.
lanes::Settings read_lane_settings(const config::Config& config);

/// How often one user may change something.
limit::Rate user_rate(const config::Config& config);

Window window(const config::Config& config);
std::chrono::microseconds event_interval(const config::Config& config);

/// Throws std::invalid_argument if the list is malformed.
ReactionCatalog reaction_catalog(const config::Config& config);

/// Those of which a user may have one on a message; empty if any number.
std::vector<Reaction> exclusive_reactions(const config::Config& config);

}  // namespace likes::service
