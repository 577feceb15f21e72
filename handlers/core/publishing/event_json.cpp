#include "publishing/event_json.hpp"

#include "base/json.hpp"
#include "likes/reaction_state.hpp"

namespace likes::publishing {

std::string to_json(const Event& event) {
    JsonText json;
    const bool liked = event.changes.empty() || event.changes.back().action == Action::kPut;
    const bool is_like = event.target.reaction == Reaction::like();
    json.begin_object();
    json.member("type", is_like ? (liked ? "message_liked" : "message_unliked")
                                : (liked ? "message_reacted" : "message_unreacted"));
    json.member("chat_id", event.chat.to_string());
    json.begin_object("payload");
    put_message_id(json, event.target.message);
    if (!is_like) json.member("reaction", event.target.reaction.code());
    put_snapshot(json, event.snapshot);
    json.begin_array("changes");
    for (const auto& change : event.changes) {
        json.begin_object();
        json.member("user_id", change.user.str());
        json.member("liked", change.action == Action::kPut);
        json.end_object();
    }
    json.end_array();
    json.end_object();
    json.end_object();
    return json.str();
}

}  // namespace likes::publishing
