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
    return {400,
            "The body must be {\"chat_ids\":[…]} with 1 to 100 UUIDs; or with 0 to 100 and \"notices\":true beside "
            "them."};
}

/// The chats of that member, each once, in their order.
std::vector<Uuid> require_chats(const rapidjson::Value* ids) {
    if (ids == nullptr || !ids->IsArray() || ids->Size() > realtime::RealtimeToken::kChatsMax) throw bad_body();
    std::vector<Uuid> chats;
    for (const auto& id : ids->GetArray()) {
        const auto chat = id.IsString() ? Uuid::parse(string_of(id)) : std::nullopt;
        if (!chat) throw bad_body();
        if (std::find(chats.begin(), chats.end(), *chat) == chats.end()) chats.push_back(*chat);
    }
    return chats;
}

/// What the body asks for.
service::TokenQuery require_query(std::string_view body, UserId caller) {
    rapidjson::Document document;
    if (!parse_strict_object(body, document)) throw bad_body();
    const auto* const notices = find_member(document, "notices");
    if (notices != nullptr && !notices->IsBool()) throw bad_body();
    if (document.MemberCount() != (notices == nullptr ? 1U : 2U)) throw bad_body();
    service::TokenQuery query{{std::move(caller), require_chats(find_member(document, "chat_ids"))},
                              notices != nullptr && notices->GetBool()};
    if (query.membership.chats.empty() && !query.notices) throw bad_body();
    return query;
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

service::TokenQuery RealtimeToken::parse(const web::Request& request, UserId caller) {
    require_path(request, "/api/v1/realtime/token");
    return require_query(request.body, std::move(caller));
}

web::Response RealtimeToken::render(const web::Request& /*request*/, const service::TokenQuery& query,
                                    const std::optional<service::MintedToken>& token) {
    if (!token) throw web::Problem{403, "Only members of all these chats may hear them."};
    // The token is a password, so not even the caller's own cache may keep it.
    return web::json(token_json(query.membership.user, *token), "no-store");
}

}  // namespace likes::endpoints
