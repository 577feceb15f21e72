#pragma once

#include "base/json.hpp"
#include "notices/queries.hpp"

/// How a notice is written for its recipient: the same in answers and in events.
namespace likes::notices {

/// Appends the members of a notice to the object that is open, `message_id` to `sequence`. Whoever has no name is
/// called by their id.
void put_notice(JsonText& json, const ShownNotice& shown);

/// Appends `unread` and `unread_capped`.
void put_unread(JsonText& json, const Unread& unread);

}  // namespace likes::notices
