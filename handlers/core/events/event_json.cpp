#include "events/event_json.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "likes/snapshot_json.hpp"

namespace likes::events {

std::string to_json(const Event& event) {
    rapidjson::StringBuffer buffer;
    JsonWriter json{buffer};
    const bool liked = event.deeds.empty() || event.deeds.back().action == Action::kPut;
    const bool is_like = event.subject.reaction == Reaction::like();
    json.StartObject();
    put(json, "type",
        is_like ? (liked ? "message_liked" : "message_unliked") : (liked ? "message_reacted" : "message_unreacted"));
    put(json, "chat_id", event.chat.to_string());
    json.Key("payload");
    json.StartObject();
    put(json, "message_id", event.subject.message.to_string());
    if (!is_like) put(json, "reaction", event.subject.reaction.code());
    put_snapshot(json, event.snapshot);
    json.Key("changes");
    json.StartArray();
    for (const auto& deed : event.deeds) {
        json.StartObject();
        put(json, "user_id", deed.user.str());
        put(json, "liked", deed.action == Action::kPut);
        json.EndObject();
    }
    json.EndArray();
    json.EndObject();
    json.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace likes::events
