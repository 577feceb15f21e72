#pragma once

#include <optional>
#include <string_view>

#include "base/time.hpp"
#include "database/session.hpp"

/// Moments that a background program has to remember, by name: the table `cursors`. All for the work of a session.
namespace likes::store {

/// The moment by the database's clock.
Time database_now(database::Session& session);

/// Moves the cursor forward to that moment, never back. Makes it if there is none.
void move_cursor(database::Session& session, std::string_view name, Time moment);

/// nullopt if there is no such cursor.
std::optional<Time> read_cursor(database::Session& session, std::string_view name);

}  // namespace likes::store
