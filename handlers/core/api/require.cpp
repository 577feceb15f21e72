#include "api/require.hpp"

#include <chrono>
#include <string>
#include <utility>

namespace likes::api {
namespace {

/// The id between `head` and `tail`, which are all of the path.
Uuid require_id(std::string_view path, std::string_view head, std::string_view tail, const char* what_it_must_be) {
    const bool ours = path.size() > head.size() + tail.size() && path.starts_with(head) && path.ends_with(tail);
    if (!ours) throw http::Problem{404, "There is nothing here."};
    path.remove_prefix(head.size());
    path.remove_suffix(tail.size());
    const auto id = Uuid::parse(path);
    if (!id) throw http::Problem{400, what_it_must_be};
    return *id;
}

http::Problem no_such_message() {
    return {404, "There is no such message."};
}

http::Problem not_a_member() {
    return {403, "Only members of the chat may do that."};
}

}  // namespace

Trace trace_of(const http::Request& request) {
    return {request.request_id, request.traceparent};
}

UserId require_caller(const http::Request& request, const Authenticate& authenticate) {
    auto caller = authenticate(request.authorization);
    if (!caller) {
        throw http::Problem{
            401, "A valid bearer token is needed.", {{"WWW-Authenticate", "Bearer realm=\"chat-likes\""}}};
    }
    return std::move(*caller);
}

void require_within(limit::UserLimit& limit, const UserId& user) {
    using std::chrono::seconds;
    const auto wait = limit.take(user);
    if (!wait) return;
    throw http::Problem{429,
                        "Too many changes by this user; try again after the time in Retry-After.",
                        {{"Retry-After", std::to_string(std::chrono::ceil<seconds>(*wait).count())}}};
}

void require_method(const http::Request& request, std::string_view method) {
    if (request.method == method) return;
    throw http::Problem{405, "This resource does not know that method.", {{"Allow", std::string{method}}}};
}

Uuid require_message_id(const http::Request& request, std::string_view tail) {
    return require_id(request.path, "/api/v1/messages/", tail, "The message id must be a UUID.");
}

Uuid require_chat_id(const http::Request& request, std::string_view tail) {
    return require_id(request.path, "/api/v1/chats/", tail, "The chat id must be a UUID.");
}

Subject require_subject(const http::Request& request, const ReactionCatalog& catalog) {
    const auto name_at = request.path.rfind('/') + 1;
    const Uuid message = require_id(std::string_view{request.path}.substr(0, name_at), "/api/v1/messages/",
                                    "/reactions/", "The message id must be a UUID.");
    auto reaction = catalog.find(std::string_view{request.path}.substr(name_at));
    if (!reaction) throw http::Problem{422, "This reaction is not one of those that may be used here."};
    return {message, std::move(*reaction)};
}

void require_found(ReadVerdict verdict) {
    if (verdict == ReadVerdict::kNoSuchMessage) throw no_such_message();
    if (verdict == ReadVerdict::kNotAMember) throw not_a_member();
}

void require_found(ChatVerdict verdict) {
    if (verdict == ChatVerdict::kNoSuchChat) throw http::Problem{404, "There is no such chat."};
    if (verdict == ChatVerdict::kNotAMember) throw not_a_member();
}

void require_done(Verdict verdict) {
    if (verdict == Verdict::kNoSuchMessage) throw no_such_message();
    if (verdict == Verdict::kNotAMember) throw not_a_member();
}

}  // namespace likes::api
