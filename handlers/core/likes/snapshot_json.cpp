#include "likes/snapshot_json.hpp"

namespace likes {
namespace {

void put_text(JsonWriter& json, std::string_view text) {
    json.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

void put_name(JsonWriter& json, std::string_view name) {
    json.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
}

}  // namespace

void put(JsonWriter& json, std::string_view name, std::string_view value) {
    put_name(json, name);
    put_text(json, value);
}

void put(JsonWriter& json, std::string_view name, bool value) {
    put_name(json, name);
    json.Bool(value);
}

void put_snapshot(JsonWriter& json, const Snapshot& snapshot) {
    put_name(json, "likes_count");
    json.Uint(snapshot.total);
    put_name(json, "liked_by");
    json.StartArray();
    for (const auto& user : snapshot.liked_by) put_text(json, user.str());
    json.EndArray();
    put_name(json, "liked_at");
    if (snapshot.last_reacted_at) {
        put_text(json, to_rfc3339(*snapshot.last_reacted_at));
    } else {
        json.Null();
    }
    put(json, "liked_by_truncated", snapshot.truncated);
    put_name(json, "version");
    json.Uint64(snapshot.version);
}

}  // namespace likes
