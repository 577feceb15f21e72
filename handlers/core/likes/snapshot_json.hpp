#pragma once

#include <string_view>

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "likes/like_state.hpp"

namespace likes {

using JsonWriter = rapidjson::Writer<rapidjson::StringBuffer>;

/// A member of the object that is being written.
void put(JsonWriter& json, std::string_view name, std::string_view value);
void put(JsonWriter& json, std::string_view name, bool value);
/// Else a literal would be taken for a bool.
inline void put(JsonWriter& json, std::string_view name, const char* value) {
    put(json, name, std::string_view{value});
}

/// The members that answers and events share: `likes_count`, `liked_by`, `liked_at`, `liked_by_truncated`, `version`.
void put_snapshot(JsonWriter& json, const Snapshot& snapshot);

}  // namespace likes
