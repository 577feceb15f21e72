#include "endpoints/state_json.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "endpoints/cursor.hpp"
#include "likes/reaction_state.hpp"

namespace likes::endpoints {
namespace {

/// Writes whether the caller likes the message under both names that the API has for it (openapi.yaml, LikeState).
void put_state(JsonText& json, const ReactionState& state) {
    put_snapshot(json, state.snapshot);
    json.member("is_liked", state.is_liked);
    json.member("is_liked_by_user", state.is_liked);
}

void put_reaction(JsonText& json, const Reaction& reaction, std::string_view emoji) {
    json.member("reaction", reaction.code());
    json.member("emoji", emoji);
}

/// nullptr if the reaction was never used on the message.
const ReactionState* find_state(const MessageView& message, const Reaction& reaction) {
    const auto found = std::find_if(message.reactions.begin(), message.reactions.end(),
                                    [&](const NamedReactionState& state) { return state.reaction == reaction; });
    return found == message.reactions.end() ? nullptr : &found->state;
}

/// The default state if the reaction was never used on the message.
const ReactionState& state_of(const MessageView& message, const Reaction& reaction) {
    static const ReactionState kNeverUsed;
    const ReactionState* const found = find_state(message, reaction);
    return found == nullptr ? kNeverUsed : *found;
}

/// Writes what the button of a reaction shows on a screen.
void put_button(JsonText& json, const ReactionCatalog::Entry& entry, const ReactionState& state) {
    json.begin_object();
    put_reaction(json, entry.reaction, entry.emoji);
    json.member("likes_count", state.snapshot.total);
    json.member("is_liked", state.is_liked);
    json.member("version", state.snapshot.version);
    json.end_object();
}

/// Writes the messages of a screen, each with its like state and a button per reaction. Most reactions were never used,
/// and their buttons are the same on every message, so these are written once and copied.
class ScreenWriter {
  public:
    explicit ScreenWriter(const ReactionCatalog& catalog) : catalog_{catalog} {
        for (const auto& entry : catalog.entries()) {
            JsonText json;
            put_button(json, entry, {});
            unused_.push_back(json.str());
        }
    }

    void put_message(JsonText& json, const MessageView& message) const {
        json.begin_object();
        put_message_id(json, message.message);
        put_state(json, state_of(message, Reaction::like()));
        json.begin_array("reactions");
        auto unused = unused_.begin();
        for (const auto& entry : catalog_.entries()) {
            if (const ReactionState* const state = find_state(message, entry.reaction)) {
                put_button(json, entry, *state);
            } else {
                json.raw(*unused);
            }
            ++unused;
        }
        json.end_array();
        json.end_object();
    }

  private:
    const ReactionCatalog& catalog_;
    std::vector<std::string> unused_;
};

}  // namespace

std::string like_state_json(const Uuid& message, const ReactionState& state) {
    JsonText json;
    json.begin_object();
    put_message_id(json, message);
    put_state(json, state);
    json.end_object();
    return json.str();
}

std::string like_list_json(const Uuid& message, const LikersView& view) {
    JsonText json;
    json.begin_object();
    put_message_id(json, message);
    put_state(json, view.state);
    json.begin_array("likes");
    for (const auto& liker : view.page) {
        json.begin_object();
        json.member("user_id", liker.user.str());
        json.member("liked_at", to_rfc3339(liker.since));
        json.end_object();
    }
    json.end_array();
    if (view.next) {
        json.member("next_cursor", format_cursor(*view.next));
    } else {
        json.name("next_cursor");
        json.null();
    }
    json.end_object();
    return json.str();
}

std::string reaction_state_json(const MessageReaction& target, const ReactionState& state,
                                const ReactionCatalog& catalog) {
    JsonText json;
    json.begin_object();
    put_message_id(json, target.message);
    put_reaction(json, target.reaction, catalog.emoji_of(target.reaction));
    put_state(json, state);
    json.end_object();
    return json.str();
}

std::string message_reactions_json(const MessageView& message, const ReactionCatalog& catalog) {
    JsonText json;
    json.begin_object();
    put_message_id(json, message.message);
    json.begin_array("reactions");
    for (const auto& entry : catalog.entries()) {
        json.begin_object();
        put_reaction(json, entry.reaction, entry.emoji);
        put_state(json, state_of(message, entry.reaction));
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return json.str();
}

std::string chat_likes_json(const ChatView& view, const ReactionCatalog& catalog) {
    const ScreenWriter screen{catalog};
    JsonText json;
    json.begin_object();
    json.begin_array("messages");
    for (const auto& message : view.messages) {
        if (message.visibility == Visibility::kVisible) screen.put_message(json, message);
    }
    json.end_array();
    json.begin_array("not_found");
    for (const auto& message : view.messages) {
        if (message.visibility == Visibility::kVisible) continue;
        const std::string id = message.message.to_string();
        json.value(id);
    }
    json.end_array();
    json.end_object();
    return json.str();
}

std::string chat_changes_json(const ChangesView& view, const ReactionCatalog& catalog) {
    const ScreenWriter screen{catalog};
    JsonText json;
    json.begin_object();
    json.begin_array("changes");
    for (const auto& message : view.chat.messages) {
        if (message.visibility == Visibility::kVisible) {
            screen.put_message(json, message);
            continue;
        }
        json.begin_object();
        put_message_id(json, message.message);
        json.member("deleted", true);
        json.end_object();
    }
    json.end_array();
    json.member("next", format_changes_cursor(view.next));
    json.member("more", view.more);
    json.end_object();
    return json.str();
}

}  // namespace likes::endpoints
