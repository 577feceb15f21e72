#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analytics/audience.hpp"
#include "auth/authenticator.hpp"
#include "database/session.hpp"
#include "lanes/lane.hpp"
#include "likes/reaction_catalog.hpp"
#include "likes/summary.hpp"
#include "publishing/mqtt_client.hpp"
#include "runtime/config.hpp"
#include "store/feed_rows.hpp"
#include "store/reaction_writer.hpp"
#include "web/user_limit.hpp"

/// Derives the settings of each part from the configuration.
namespace likes::service {

/// The text of an option that is left out by leaving it empty.
std::optional<std::string> unless_empty(const std::string& text);

/// Reads the password; throws std::runtime_error if it cannot.
database::SessionSettings session_settings(const runtime::Config& config);

/// The same for work in which a statement may take longer than a request may.
database::SessionSettings patient_session_settings(const runtime::Config& config);

/// Reads the password; throws std::runtime_error if it cannot.
publishing::BrokerSettings broker_settings(const runtime::Config& config);

/// Authenticates callers with the keys of `jwks-file`. Throws std::runtime_error if the file cannot be used.
auth::Authenticator make_authenticator(const runtime::Config& config);

/// `item_weight`: how many ordinary requests one item is worth; a batch holds that many times fewer items.
lanes::Settings lane_settings(const runtime::Config& config, std::size_t item_weight = 1);

/// For reads of one message. They are so small that one lane with large batches answers more of them than two lanes
/// with batches half as large.
lanes::Settings one_lane_settings(const runtime::Config& config);

/// How often one user may change something.
web::Rate user_rate(const runtime::Config& config);

RecentLikersLimit recent_likers_limit(const runtime::Config& config);
std::chrono::microseconds event_interval(const runtime::Config& config);
store::ReactionWriter::Settings writer_settings(const runtime::Config& config);

/// Each call returns one with random bits of its own: who hands on changes in a thread of its own asks for its own.
store::Feed feed(const runtime::Config& config);

/// Throws std::invalid_argument if the list is malformed.
ReactionCatalog reaction_catalog(const runtime::Config& config);

/// Whether changes are handed to the analytics, which count them.
bool analytics_are_on(const runtime::Config& config);
/// Whether there are notices of what has changed.
bool notices_are_on(const runtime::Config& config);
/// Who may read the numbers; nobody where nothing is handed to those who count.
analytics::Audience analytics_audience(const runtime::Config& config);

/// Counts the calls of each user against that rate. Its key is random.
web::UserLimit make_user_limit(web::Rate rate);

/// How often one user may ask for numbers: five calls a second, and thirty at once after a pause, because a page of
/// them makes three at each choice.
web::Rate analytics_rate();

/// The reactions of which a user may have only one on a message; empty if there is no such limit.
std::vector<Reaction> exclusive_reactions(const runtime::Config& config);

}  // namespace likes::service
