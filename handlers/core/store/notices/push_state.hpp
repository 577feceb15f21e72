#pragma once

#include <optional>
#include <string_view>

#include "analytics/zone.hpp"
#include "base/time.hpp"
#include "database/result_set.hpp"
#include "notices/preferences.hpp"
#include "notices/pushing.hpp"

/// What rows say of how pushes are wanted.
namespace likes::store {

/// Clocks of a name that the machine does not know are those of UTC.
analytics::Zone zone_or_utc(std::string_view name);

/// Throws std::runtime_error for a code that this service does not know.
notices::Tell require_tell(std::string_view code);

/// The end of the quiet hours that it is now, if any, from four columns on: quiet_from, quiet_to, quiet_zone, and the
/// zone of the profile, each of which may be null.
std::optional<Time> read_quiet_until(database::ResultSet& rows, unsigned first, Time now);

}  // namespace likes::store
