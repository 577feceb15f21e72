#include "support/api.hpp"

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

LikeState state_of(const Json& body) {
    return {text_of(body, "message_id"),         number_of(body, "likes_count"), texts_of(body, "liked_by"),
            optional_text_of(body, "liked_at"),  flag_of(body, "is_liked"),      flag_of(body, "is_liked_by_user"),
            flag_of(body, "liked_by_truncated"), number_of(body, "version")};
}

}  // namespace

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

std::string like_path(const std::string& message) {
    return "/api/v1/messages/" + message + "/like";
}

std::string likes_path(const std::string& message) {
    return "/api/v1/messages/" + message + "/likes";
}

Caller::Caller(const std::string& user) : user_{user}, authorization_{"Authorization: " + bearer(user)} {}

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
