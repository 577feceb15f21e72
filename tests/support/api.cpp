#include "support/api.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "support/token.hpp"

namespace likes::test {
namespace {

rapidjson::Document body_of(const HttpResponse& response) {
    constexpr int kOk = 200;
    if (response.status != kOk) {
        throw std::runtime_error{"answered with " + std::to_string(response.status) + ": " + response.body};
    }
    return parse_json(response.body);
}

LikeState snapshot_of(const Json& body, const std::string& message) {
    return {message,
            number_of(body, "likes_count"),
            texts_of(body, "liked_by"),
            optional_text_of(body, "liked_at"),
            flag_of(body, "is_liked"),
            flag_of(body, "is_liked_by_user"),
            flag_of(body, "liked_by_truncated"),
            number_of(body, "version")};
}

/// The message that an answer is about, which has two names for it.
std::string message_of(const Json& body) {
    std::string message = text_of(body, "message_id");
    if (text_of(body, "id") != message) throw std::runtime_error{"id and message_id are not the same"};
    return message;
}

LikeState state_of(const Json& body) {
    return snapshot_of(body, message_of(body));
}

using Names = std::set<std::string>;

const Names kMessageNames{"message_id", "id"};
const Names kStateNames{"message_id", "id",      "likes_count",      "liked_by",          "liked_at",
                        "is_liked",   "version", "is_liked_by_user", "liked_by_truncated"};

Names with(Names names, const Names& others) {
    names.insert(others.begin(), others.end());
    return names;
}

MessageState message_state_of(const Json& body) {
    static const Names names = with(kStateNames, {"reactions"});
    require_names(body, names);
    MessageState message{state_of(body), {}};
    for (const auto& each : member(body, "reactions").GetArray()) {
        require_names(each, {"reaction", "emoji", "likes_count", "is_liked", "version"});
        message.reactions.push_back({text_of(each, "reaction"), text_of(each, "emoji"), number_of(each, "likes_count"),
                                     flag_of(each, "is_liked"), number_of(each, "version")});
    }
    return message;
}

}  // namespace

const ReactionButton& MessageState::button(const std::string& reaction) const {
    const auto found = std::find_if(reactions.begin(), reactions.end(),
                                    [&](const ReactionButton& each) { return each.reaction == reaction; });
    if (found == reactions.end()) throw std::out_of_range{"no button " + reaction};
    return *found;
}

LikeState like_state(const HttpResponse& response) {
    return state_of(body_of(response));
}

LikeList like_list(const HttpResponse& response) {
    const auto body = body_of(response);
    LikeList list{state_of(body), {}, optional_text_of(body, "next_cursor")};
    for (const auto& entry : member(body, "likes").GetArray()) {
        if (names_of(entry).size() != 2) throw std::runtime_error{"an entry of likes has other members"};
        list.likes.emplace_back(text_of(entry, "user_id"), text_of(entry, "liked_at"));
    }
    return list;
}

ReactionState reaction_state(const HttpResponse& response) {
    static const Names names = with(kStateNames, {"reaction", "emoji", "replaced"});
    const auto body = body_of(response);
    require_names(body, names);
    return {text_of(body, "reaction"), text_of(body, "emoji"), state_of(body), texts_of(body, "replaced")};
}

std::vector<ReactionState> message_reactions(const HttpResponse& response) {
    static const Names names = [] {
        Names all = with(kStateNames, {"reaction", "emoji"});
        for (const auto& name : kMessageNames) all.erase(name);
        return all;
    }();
    const auto body = body_of(response);
    require_names(body, with(kMessageNames, {"reactions"}));
    const std::string message = message_of(body);
    std::vector<ReactionState> states;
    for (const auto& each : member(body, "reactions").GetArray()) {
        require_names(each, names);
        states.push_back({text_of(each, "reaction"), text_of(each, "emoji"), snapshot_of(each, message)});
    }
    return states;
}

Screen screen(const HttpResponse& response) {
    const auto body = body_of(response);
    require_names(body, {"messages", "not_found"});
    Screen screen{{}, texts_of(body, "not_found")};
    for (const auto& each : member(body, "messages").GetArray()) screen.messages.push_back(message_state_of(each));
    return screen;
}

ChatChanges chat_changes(const HttpResponse& response) {
    const auto body = body_of(response);
    require_names(body, {"changes", "next", "more"});
    ChatChanges changes{{}, {}, text_of(body, "next"), flag_of(body, "more")};
    for (const auto& each : member(body, "changes").GetArray()) {
        if (names_of(each) != with(kMessageNames, {"deleted"})) {
            changes.changed.push_back(message_state_of(each));
        } else if (flag_of(each, "deleted")) {
            changes.deleted.push_back(message_of(each));
        } else {
            throw std::runtime_error{"a message is said to be not deleted"};
        }
    }
    return changes;
}

std::string like_path(const std::string& message) {
    return "/api/v1/messages/" + message + "/like";
}

std::string likes_path(const std::string& message) {
    return "/api/v1/messages/" + message + "/likes";
}

std::string reaction_path(const std::string& message, const std::string& reaction) {
    return reactions_path(message) + '/' + reaction;
}

std::string reactions_path(const std::string& message) {
    return "/api/v1/messages/" + message + "/reactions";
}

std::string screen_path(const std::string& chat, const std::vector<std::string>& messages) {
    std::string path = "/api/v1/chats/" + chat + "/likes?message_ids=";
    for (std::size_t i = 0; i < messages.size(); ++i) path += (i == 0 ? "" : ",") + messages[i];
    return path;
}

std::string changes_path(const std::string& chat, const std::string& query) {
    return "/api/v1/chats/" + chat + "/likes/changes" + (query.empty() ? "" : '?' + query);
}

std::string percent_encoded(const std::string& bytes) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string text;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        text += {'%', kDigits[byte >> 4U], kDigits[byte & 0xfU]};
    }
    return text;
}

const std::vector<KnownReaction>& known_reactions() {
    static const std::vector<KnownReaction> reactions{
        {"like", "❤️"}, {"grinning", "😀"}, {"joy", "😂"}, {"thumbs_up", "👍"}, {"thumbs_down", "👎"}};
    return reactions;
}

Caller::Caller(const std::string& user) : user_{user}, authorization_{"Authorization: " + bearer(user)} {}

void Caller::become(const std::string& user) {
    user_ = user;
    authorization_ = "Authorization: " + bearer(user);
}

HttpResponse Caller::post(const std::string& message) {
    return send("POST", like_path(message));
}

HttpResponse Caller::del(const std::string& message) {
    return send("DELETE", like_path(message));
}

HttpResponse Caller::get(const std::string& message, const std::string& query,
                         const std::vector<std::string>& headers) {
    return send("GET", likes_path(message) + (query.empty() ? "" : '?' + query), headers);
}

HttpResponse Caller::send(const std::string& method, const std::string& target,
                          const std::vector<std::string>& headers) {
    HttpRequest request{method, target, headers, {}};
    request.headers.push_back(authorization_);
    return client_.send(request);
}

}  // namespace likes::test
