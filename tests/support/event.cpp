#include "support/event.hpp"

#include <set>
#include <stdexcept>

#include "support/json.hpp"

namespace likes::test {

LikeEvent like_event(const Delivered& delivered) {
    const auto envelope = parse_json(delivered.payload);
    require_names(envelope, {"type", "chat_id", "payload"});
    const Json& payload = member(envelope, "payload");
    std::set<std::string> names{"message_id",         "id",      "likes_count", "liked_by", "liked_at",
                                "liked_by_truncated", "version", "changes"};
    const std::string type = text_of(envelope, "type");
    const bool is_like = type == "message_liked" || type == "message_unliked";
    if (!is_like) {
        if (type != "message_reacted" && type != "message_unreacted") throw std::runtime_error{"no event: " + type};
        names.insert("reaction");
    }
    require_names(payload, names);
    const std::string message = text_of(payload, "message_id");
    if (text_of(payload, "id") != message) throw std::runtime_error{"id and message_id of an event are not the same"};
    LikeEvent event{type,
                    text_of(envelope, "chat_id"),
                    message,
                    is_like ? "like" : text_of(payload, "reaction"),
                    number_of(payload, "likes_count"),
                    texts_of(payload, "liked_by"),
                    optional_text_of(payload, "liked_at"),
                    flag_of(payload, "liked_by_truncated"),
                    number_of(payload, "version"),
                    {},
                    delivered.topic.size() + delivered.payload.size()};
    if (!is_like && event.reaction == "like") throw std::runtime_error{"a like is told as another reaction"};
    for (const auto& change : member(payload, "changes").GetArray()) {
        require_names(change, {"user_id", "liked"});
        event.changes.emplace_back(text_of(change, "user_id"), flag_of(change, "liked"));
    }
    return event;
}

std::vector<std::pair<std::string, bool>> changes_of(const std::vector<LikeEvent>& events) {
    std::vector<std::pair<std::string, bool>> changes;
    for (const auto& event : events) changes.insert(changes.end(), event.changes.begin(), event.changes.end());
    return changes;
}

ClientView view_of(const std::vector<LikeEvent>& events, const std::string& message, const std::string& reaction) {
    ClientView view;
    std::map<std::string, std::uint64_t> flag_versions;
    for (const auto& event : events) {
        if (event.message_id != message || event.reaction != reaction) continue;
        for (const auto& [user, liked] : event.changes) {
            if (event.version < flag_versions[user]) continue;
            flag_versions[user] = event.version;
            view.flags[user] = liked;
        }
        if (event.version <= view.version) continue;
        view.version = event.version;
        view.likes_count = event.likes_count;
        view.liked_by = event.liked_by;
    }
    return view;
}

}  // namespace likes::test
