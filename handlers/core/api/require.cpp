#include "api/require.hpp"

#include <utility>

namespace likes::api {

UserId require_caller(const http::Request& request, const Authenticate& authenticate) {
    auto caller = authenticate(request.authorization);
    if (!caller) {
        throw http::Problem{
            401, "A valid bearer token is needed.", {{"WWW-Authenticate", "Bearer realm=\"chat-likes\""}}};
    }
    return std::move(*caller);
}

void require_method(const http::Request& request, std::string_view method) {
    if (request.method == method) return;
    throw http::Problem{405, "This resource does not know that method.", {{"Allow", std::string{method}}}};
}

Uuid require_message_id(const http::Request& request, std::string_view tail) {
    constexpr std::string_view kHead = "/api/v1/messages/";
    std::string_view path = request.path;
    const bool ours = path.size() > kHead.size() + tail.size() && path.starts_with(kHead) && path.ends_with(tail);
    if (!ours) throw http::Problem{404, "There is nothing here."};
    path.remove_prefix(kHead.size());
    path.remove_suffix(tail.size());
    const auto id = Uuid::parse(path);
    if (!id) throw http::Problem{400, "The message id must be a UUID."};
    return *id;
}

http::Problem no_such_message() {
    return {404, "There is no such message."};
}

http::Problem not_a_member() {
    return {403, "Only members of the chat may do that."};
}

}  // namespace likes::api
