#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "likes/queries.hpp"
#include "web/response.hpp"

/// Cursors: places in a list as opaque texts (base64url), which clients only send back. A text is accepted only if it
/// is exactly as it was written here; any other is nullopt.
namespace likes::endpoints {

/// Problem 400: the text is no cursor, or not one of this database.
web::Problem bad_cursor();

/// The cursor of a page of likers: the version at which the page ended.
std::string format_cursor(std::uint64_t version);
std::optional<std::uint64_t> parse_cursor(std::string_view text);
/// The same, but throws Problem 400 for any other text.
std::uint64_t require_cursor(std::string_view text);

/// The cursor of a part of a chat's changes: the place where the part ended.
std::string format_changes_cursor(const ChangesCursor& cursor);
std::optional<ChangesCursor> parse_changes_cursor(std::string_view text);
/// The same, but throws Problem 400 for any other text.
ChangesCursor require_changes_cursor(std::string_view text);

}  // namespace likes::endpoints
