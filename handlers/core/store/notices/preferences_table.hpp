#pragma once

#include "database/session.hpp"
#include "notices/queries.hpp"

/// What users want to be told of, everywhere or in a chat. To be called from the `work` of a database::Session, the
/// change from that of a transaction.
namespace likes::store {

/// The settings, if they are not of a chat that the user is not in.
notices::PreferencesView read_preferences(database::Session& session, const notices::PreferencesQuery& query);

/// Writes them; those that say nothing are forgotten.
notices::PreferencesView change_preferences(database::Session& session, const notices::PreferencesChange& change);

}  // namespace likes::store
