#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "likes/chat_query.hpp"

/// Places in a list as opaque texts (base64url), which clients only hand back. Each is read again exactly as it was
/// written; anything else is nullopt.
namespace likes::api {

/// Where a page of likers ended: a version.
std::string format_cursor(std::uint64_t version);
std::optional<std::uint64_t> parse_cursor(std::string_view text);

/// Where a part of a chat's changes ended.
std::string format_changes_cursor(const ChangesCursor& cursor);
std::optional<ChangesCursor> parse_changes_cursor(std::string_view text);

}  // namespace likes::api
