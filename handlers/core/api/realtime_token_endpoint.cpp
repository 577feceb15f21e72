#include "api/realtime_token_endpoint.hpp"

#include <algorithm>
#include <utility>

#include "auth/strict_json.hpp"
#include "likes/snapshot_json.hpp"

namespace likes::api {
namespace {

constexpr std::string_view kPath = "/api/v1/realtime/token";
/// Where nginx proxies MQTT over WebSocket.
constexpr std::string_view kWebSocketPath = "/mqtt";

http::Problem bad_body() {
    return {400, "The body must be {\"chat_ids\":[…]} with 1 to 100 UUIDs."};
}

/// The chats that the body names, each once, in their order.
std::vector<Uuid> require_chats(const std::string& body) {
    rapidjson::Document document;
    if (!auth::parse_strict_object(body, document) || document.MemberCount() != 1) throw bad_body();
    const auto* const ids = auth::find_member(document, "chat_ids");
    if (ids == nullptr || !ids->IsArray() || ids->Empty() || ids->Size() > RealtimeTokenEndpoint::kChatsMax) {
        throw bad_body();
    }
    std::vector<Uuid> chats;
    for (const auto& id : ids->GetArray()) {
        const auto chat = id.IsString() ? Uuid::parse(auth::string_of(id)) : std::nullopt;
        if (!chat) throw bad_body();
        if (std::find(chats.begin(), chats.end(), *chat) == chats.end()) chats.push_back(*chat);
    }
    return chats;
}

std::string to_json(const UserId& user, const AccessGrant& grant) {
    rapidjson::StringBuffer buffer;
    JsonWriter json{buffer};
    json.StartObject();
    put(json, "token", grant.token);
    put(json, "expires_at", to_rfc3339(grant.expires_at));
    put(json, "username", user.str());
    put(json, "websocket_path", kWebSocketPath);
    json.Key("topics");
    json.StartArray();
    for (const auto& topic : grant.topics) json.String(topic.data(), static_cast<rapidjson::SizeType>(topic.size()));
    json.EndArray();
    json.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace

RealtimeTokenEndpoint::RealtimeTokenEndpoint(Authenticate authenticate, GrantAccess grant_access)
    : authenticate_{std::move(authenticate)}, grant_access_{std::move(grant_access)} {}

http::Response RealtimeTokenEndpoint::operator()(const http::Request& request) const {
    if (request.path != kPath) throw http::Problem{404, "There is nothing here."};
    require_method(request, "POST");
    const auto caller = require_caller(request, authenticate_);
    const auto grant = grant_access_(caller, require_chats(request.body));
    if (!grant) throw http::Problem{403, "Only members of all these chats may hear them."};
    // A password: not even the caller's own cache may keep it.
    return http::json(to_json(caller, *grant), "no-store");
}

}  // namespace likes::api
