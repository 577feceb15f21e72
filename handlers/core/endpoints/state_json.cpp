#include "endpoints/state_json.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/utf8.hpp"
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

/// A reaction that was taken off the list has no emoji.
void put_reaction(JsonText& json, const Reaction& reaction, std::string_view emoji) {
    json.member("reaction", reaction.code());
    json.member("emoji", emoji);
}

void put_replaced(JsonText& json, const std::vector<Reaction>& replaced) {
    json.begin_array("replaced");
    for (const auto& reaction : replaced) json.value(reaction.code());
    json.end_array();
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

/// The reactions that somebody has on the message though they are in the catalog no more, in the order of their codes.
std::vector<const NamedReactionState*> retired(const MessageView& message, const ReactionCatalog& catalog) {
    std::vector<const NamedReactionState*> found;
    for (const auto& state : message.reactions) {
        const bool is_there = state.state.snapshot.total > 0;
        if (is_there && !catalog.contains(state.reaction)) found.push_back(&state);
    }
    std::sort(found.begin(), found.end(),
              [](const auto* left, const auto* right) { return left->reaction < right->reaction; });
    // As many as a catalog may have, so that an answer stays bounded whatever was imported.
    if (found.size() > ReactionCatalog::kMax) found.resize(ReactionCatalog::kMax);
    return found;
}

/// Writes what the button of a reaction shows on a screen.
void put_button(JsonText& json, const Reaction& reaction, std::string_view emoji, const ReactionState& state) {
    json.begin_object();
    put_reaction(json, reaction, emoji);
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
            put_button(json, entry.reaction, entry.emoji, {});
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
                put_button(json, entry.reaction, entry.emoji, *state);
            } else {
                json.raw(*unused);
            }
            ++unused;
        }
        for (const auto* const each : retired(message, catalog_)) put_button(json, each->reaction, {}, each->state);
        json.end_array();
        json.end_object();
    }

  private:
    const ReactionCatalog& catalog_;
    std::vector<std::string> unused_;
};

}  // namespace

std::string like_state_json(const Uuid& message, const ReactionOutcome& outcome) {
    JsonText json;
    json.begin_object();
    put_message_id(json, message);
    put_state(json, outcome.state);
    if (!outcome.replaced.empty()) put_replaced(json, outcome.replaced);
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

std::string reaction_state_json(const MessageReaction& target, const ReactionOutcome& outcome,
                                const ReactionCatalog& catalog) {
    JsonText json;
    json.begin_object();
    put_message_id(json, target.message);
    put_reaction(json, target.reaction, catalog.emoji_of(target.reaction));
    put_state(json, outcome.state);
    put_replaced(json, outcome.replaced);
    json.end_object();
    return json.str();
}

std::string message_reactions_json(const MessageView& message, const ReactionCatalog& catalog) {
    JsonText json;
    json.begin_object();
    put_message_id(json, message.message);
    json.begin_array("reactions");
    const auto put = [&](const Reaction& reaction, std::string_view emoji, const ReactionState& state) {
        json.begin_object();
        put_reaction(json, reaction, emoji);
        put_state(json, state);
        json.end_object();
    };
    for (const auto& entry : catalog.entries()) put(entry.reaction, entry.emoji, state_of(message, entry.reaction));
    for (const auto* const each : retired(message, catalog)) put(each->reaction, {}, each->state);
    json.end_array();
    json.end_object();
    return json.str();
}

std::string chat_likes_json(const ChatView& view, const std::vector<std::string>& no_ids,
                            const ReactionCatalog& catalog) {
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
    for (const auto& text : no_ids) json.value(to_utf8(text));
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
