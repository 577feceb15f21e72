#include "api/like_json.hpp"

#include "api/cursor.hpp"
#include "likes/snapshot_json.hpp"

namespace likes::api {
namespace {

/// Both names of the own flag: answers of the seed say `is_liked`, its list and its page `is_liked_by_user`.
void put_state(JsonWriter& json, const Uuid& message, const LikeState& state) {
    put(json, "message_id", message.to_string());
    put_snapshot(json, state.snapshot);
    put(json, "is_liked", state.is_liked);
    put(json, "is_liked_by_user", state.is_liked);
}

}  // namespace

std::string like_state_json(const Uuid& message, const LikeState& state) {
    rapidjson::StringBuffer buffer;
    JsonWriter json{buffer};
    json.StartObject();
    put_state(json, message, state);
    json.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

std::string like_list_json(const Uuid& message, const LikesView& view) {
    rapidjson::StringBuffer buffer;
    JsonWriter json{buffer};
    json.StartObject();
    put_state(json, message, view.state);
    json.Key("likes");
    json.StartArray();
    for (const auto& liker : view.page) {
        json.StartObject();
        put(json, "user_id", liker.user.str());
        put(json, "liked_at", to_rfc3339(liker.since));
        json.EndObject();
    }
    json.EndArray();
    if (view.next) {
        put(json, "next_cursor", format_cursor(*view.next));
    } else {
        json.Key("next_cursor");
        json.Null();
    }
    json.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace likes::api
