#include "api/demo_endpoint.hpp"

#include <utility>

#include "auth/strict_json.hpp"
#include "likes/snapshot_json.hpp"

namespace likes::api {
namespace {

UserId require_user(const std::string& body) {
    rapidjson::Document document;
    if (auth::parse_strict_object(body, document) && document.MemberCount() == 1) {
        const auto* const id = auth::find_member(document, "user_id");
        auto user = id != nullptr && id->IsString() ? UserId::parse(auth::string_of(*id)) : std::nullopt;
        if (user) return std::move(*user);
    }
    throw http::Problem{400, "The body must be {\"user_id\":\"…\"}."};
}

std::string token_json(const std::string& token) {
    rapidjson::StringBuffer buffer;
    JsonWriter json{buffer};
    json.StartObject();
    put(json, "token", token);
    json.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

std::string messages_json(const Uuid& chat, const std::vector<Post>& posts) {
    rapidjson::StringBuffer buffer;
    JsonWriter json{buffer};
    json.StartObject();
    put(json, "chat_id", chat.to_string());
    json.Key("messages");
    json.StartArray();
    for (const auto& post : posts) {
        json.StartObject();
        put(json, "message_id", post.message.to_string());
        put(json, "sender_id", post.sender.str());
        put(json, "body", post.body);
        put(json, "created_at", to_rfc3339(post.created_at));
        json.EndObject();
    }
    json.EndArray();
    json.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace

DemoEndpoint::DemoEndpoint(Uuid chat, SignIn sign_in, Authenticate authenticate, Read read)
    : chat_{chat}, sign_in_{std::move(sign_in)}, authenticate_{std::move(authenticate)}, read_{std::move(read)} {}

http::Response DemoEndpoint::operator()(const http::Request& request) const {
    if (request.path == "/demo/token") return post_token(request);
    if (request.path == "/demo/messages") return get_messages(request);
    throw http::Problem{404, "There is nothing here."};
}

http::Response DemoEndpoint::post_token(const http::Request& request) const {
    require_method(request, "POST");
    const auto token = sign_in_(require_user(request.body));
    if (!token) throw http::Problem{403, "That is nobody of the demo."};
    return http::json(token_json(*token), "no-store");
}

http::Response DemoEndpoint::get_messages(const http::Request& request) const {
    require_method(request, "GET");
    const Transcript transcript = read_(require_caller(request, authenticate_));
    require_found(transcript.verdict);
    return http::json(messages_json(chat_, transcript.posts));
}

}  // namespace likes::api
