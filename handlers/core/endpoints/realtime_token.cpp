#include "endpoints/realtime_token.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/uuid.hpp"
#include "endpoints/require.hpp"
#include "realtime/realtime_token.hpp"

namespace likes::endpoints {
namespace {

/// Where nginx proxies MQTT over WebSocket.
constexpr std::string_view kWebSocketPath = "/mqtt";

web::Problem bad_body() {
    return {400, "The body must be {\"chat_ids\":[…]} with 1 to 100 UUIDs."};
}

/// The chats that the body names, each once, in their order.
std::vector<Uuid> require_chats(std::string_view body) {
    rapidjson::Document document;
    if (!parse_strict_object(body, document) || document.MemberCount() != 1) throw bad_body();
    const auto* const ids = find_member(document, "chat_ids");
    if (ids == nullptr || !ids->IsArray() || ids->Empty() || ids->Size() > realtime::RealtimeToken::kChatsMax) {
        throw bad_body();
    }
    std::vector<Uuid> chats;
    for (const auto& id : ids->GetArray()) {
        const auto chat = id.IsString() ? Uuid::parse(string_of(id)) : std::nullopt;
        if (!chat) throw bad_body();
        if (std::find(chats.begin(), chats.end(), *chat) == chats.end()) chats.push_back(*chat);
    }
    return chats;
}

std::string token_json(const UserId& user, const service::MintedToken& token) {
    JsonText json;
    json.begin_object();
    json.member("token", token.text);
    json.member("expires_at", to_rfc3339(token.expires_at));
    json.member("username", user.str());
    json.member("websocket_path", kWebSocketPath);
    json.begin_array("topics");
    for (const auto& topic : token.topics) json.value(topic);
    json.end_array();
    json.end_object();
    return json.str();
}

}  // namespace

store::MembershipQuery RealtimeToken::parse(const web::Request& request, UserId caller) {
    require_path(request, "/api/v1/realtime/token");
    return {std::move(caller), require_chats(request.body)};
}

web::Response RealtimeToken::render(const web::Request& /*request*/, const store::MembershipQuery& query,
                                    const std::optional<service::MintedToken>& token) {
    if (!token) throw web::Problem{403, "Only members of all these chats may hear them."};
    // The token is a password, so not even the caller's own cache may keep it.
    return web::json(token_json(query.user, *token), "no-store");
}

}  // namespace likes::endpoints
