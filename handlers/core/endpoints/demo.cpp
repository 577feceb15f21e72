#include "endpoints/demo.hpp"

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/json.hpp"
#include "endpoints/require.hpp"

namespace likes::endpoints {
namespace {

UserId require_user(std::string_view body) {
    rapidjson::Document document;
    if (parse_strict_object(body, document) && document.MemberCount() == 1) {
        const auto* const id = find_member(document, "user_id");
        auto user = id != nullptr && id->IsString() ? UserId::parse(string_of(*id)) : std::nullopt;
        if (user) return std::move(*user);
    }
    throw web::Problem{400, "The body must be {\"user_id\":\"…\"}."};
}

std::string token_json(const std::string& token) {
    JsonText json;
    json.begin_object();
    json.member("token", token);
    json.end_object();
    return json.str();
}

std::string messages_json(const Uuid& chat, const std::vector<Post>& posts) {
    JsonText json;
    json.begin_object();
    json.member("chat_id", chat.to_string());
    json.begin_array("messages");
    for (const auto& post : posts) {
        json.begin_object();
        json.member("message_id", post.message.to_string());
        json.member("sender_id", post.sender.str());
        json.member("body", post.body);
        json.member("created_at", to_rfc3339(post.created_at));
        json.end_object();
    }
    json.end_array();
    json.end_object();
    return json.str();
}

}  // namespace

service::DemoQuery Demo::parse(const web::Request& request) {
    if (request.path == "/demo/token") {
        require_method(request, "POST");
        return service::SignIn{require_user(request.body)};
    }
    require_path(request, "/demo/messages");
    require_method(request, "GET");
    return service::ReadChat{std::string{request.authorization}};
}

web::Response Demo::render(const web::Request& /*request*/, const service::DemoQuery& query,
                           const service::DemoView& view) {
    if (std::holds_alternative<service::SignIn>(query)) {
        if (!view.token) throw web::Problem{403, "That is nobody of the demo."};
        return web::json(token_json(*view.token), "no-store");
    }
    if (!view.transcript) throw unauthorized();
    require_visible_chat(view.transcript->visibility);
    return web::json(messages_json(service::Demo::chat(), view.transcript->posts));
}

}  // namespace likes::endpoints
