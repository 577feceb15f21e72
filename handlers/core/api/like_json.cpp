#include "api/like_json.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "api/cursor.hpp"
#include "likes/snapshot_json.hpp"

namespace likes::api {
namespace {

/// Both names of the own flag: answers of the seed say `is_liked`, its list and its page `is_liked_by_user`.
void put_state(JsonWriter& json, const LikeState& state) {
    put_snapshot(json, state.snapshot);
    put(json, "is_liked", state.is_liked);
    put(json, "is_liked_by_user", state.is_liked);
}

void put_reaction(JsonWriter& json, const Reaction& reaction, std::string_view emoji) {
    put(json, "reaction", reaction.code());
    put(json, "emoji", emoji);
}

/// Null for one that never was used.
const LikeState* find_state(const MessageView& message, const Reaction& reaction) {
    const auto found = std::find_if(message.reactions.begin(), message.reactions.end(),
                                    [&](const ReactionState& state) { return state.reaction == reaction; });
    return found == message.reactions.end() ? nullptr : &found->state;
}

/// The default for one that never was used.
const LikeState& state_of(const MessageView& message, const Reaction& reaction) {
    static const LikeState never_used;
    const LikeState* const found = find_state(message, reaction);
    return found == nullptr ? never_used : *found;
}

/// What a button of a message on a screen shows.
void put_button(JsonWriter& json, const ReactionCatalog::Entry& entry, const LikeState& state) {
    json.StartObject();
    put_reaction(json, entry.reaction, entry.emoji);
    json.Key("likes_count");
    json.Uint(state.snapshot.total);
    put(json, "is_liked", state.is_liked);
    json.Key("version");
    json.Uint64(state.snapshot.version);
    json.EndObject();
}

/// Puts a value that is JSON already. RapidJSON itself would copy it byte by byte.
void put_raw(rapidjson::StringBuffer& buffer, JsonWriter& json, std::string_view value) {
    json.RawValue("", 0, rapidjson::kObjectType);
    std::memcpy(buffer.Push(value.size()), value.data(), value.size());
}

/// Puts the messages of a screen, each with its like state and a button per reaction. Most of a screen's buttons never
/// were used and look alike on every message, so they are made once.
class Screen {
  public:
    explicit Screen(const ReactionCatalog& catalog) : catalog_{catalog} {
        for (const auto& entry : catalog.entries()) {
            rapidjson::StringBuffer buffer;
            JsonWriter json{buffer};
            put_button(json, entry, {});
            unused_.emplace_back(buffer.GetString(), buffer.GetSize());
        }
    }

    void put_message(rapidjson::StringBuffer& buffer, JsonWriter& json, const MessageView& message) const {
        json.StartObject();
        put(json, "message_id", message.message.to_string());
        put_state(json, state_of(message, Reaction::like()));
        json.Key("reactions");
        json.StartArray();
        auto unused = unused_.begin();
        for (const auto& entry : catalog_.entries()) {
            if (const LikeState* const state = find_state(message, entry.reaction)) {
                put_button(json, entry, *state);
            } else {
                put_raw(buffer, json, *unused);
            }
            ++unused;
        }
        json.EndArray();
        json.EndObject();
    }

  private:
    const ReactionCatalog& catalog_;
    std::vector<std::string> unused_;
};

}  // namespace

std::string like_state_json(const Uuid& message, const LikeState& state) {
    rapidjson::StringBuffer buffer;
    JsonWriter json{buffer};
    json.StartObject();
    put(json, "message_id", message.to_string());
    put_state(json, state);
    json.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

std::string like_list_json(const Uuid& message, const LikesView& view) {
    rapidjson::StringBuffer buffer;
    JsonWriter json{buffer};
    json.StartObject();
    put(json, "message_id", message.to_string());
    put_state(json, view.state);
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

std::string reaction_state_json(const Subject& subject, const LikeState& state, const ReactionCatalog& catalog) {
    rapidjson::StringBuffer buffer;
    JsonWriter json{buffer};
    json.StartObject();
    put(json, "message_id", subject.message.to_string());
    put_reaction(json, subject.reaction, catalog.emoji_of(subject.reaction));
    put_state(json, state);
    json.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

std::string message_reactions_json(const MessageView& message, const ReactionCatalog& catalog) {
    rapidjson::StringBuffer buffer;
    JsonWriter json{buffer};
    json.StartObject();
    put(json, "message_id", message.message.to_string());
    json.Key("reactions");
    json.StartArray();
    for (const auto& entry : catalog.entries()) {
        json.StartObject();
        put_reaction(json, entry.reaction, entry.emoji);
        put_state(json, state_of(message, entry.reaction));
        json.EndObject();
    }
    json.EndArray();
    json.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

std::string chat_likes_json(const ChatView& view, const ReactionCatalog& catalog) {
    const Screen screen{catalog};
    rapidjson::StringBuffer buffer;
    JsonWriter json{buffer};
    json.StartObject();
    json.Key("messages");
    json.StartArray();
    for (const auto& message : view.messages) {
        if (message.verdict == ReadVerdict::kFound) screen.put_message(buffer, json, message);
    }
    json.EndArray();
    json.Key("not_found");
    json.StartArray();
    for (const auto& message : view.messages) {
        if (message.verdict == ReadVerdict::kFound) continue;
        const std::string id = message.message.to_string();
        json.String(id.data(), static_cast<rapidjson::SizeType>(id.size()));
    }
    json.EndArray();
    json.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

std::string chat_changes_json(const ChangesView& view, const ReactionCatalog& catalog) {
    const Screen screen{catalog};
    rapidjson::StringBuffer buffer;
    JsonWriter json{buffer};
    json.StartObject();
    json.Key("changes");
    json.StartArray();
    for (const auto& message : view.chat.messages) {
        if (message.verdict == ReadVerdict::kFound) {
            screen.put_message(buffer, json, message);
            continue;
        }
        json.StartObject();
        put(json, "message_id", message.message.to_string());
        put(json, "deleted", true);
        json.EndObject();
    }
    json.EndArray();
    put(json, "next", format_changes_cursor(view.next));
    put(json, "more", view.more);
    json.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace likes::api
