#include "endpoints/require.hpp"

#include <algorithm>
#include <chrono>
#include <string>
#include <utility>
#include <variant>

#include "database/errors.hpp"
#include "runtime/log.hpp"

namespace likes::endpoints {
namespace {

/// The id between `head` and `tail`, which are all of the path.
Uuid require_id(std::string_view path, std::string_view head, std::string_view tail, const char* what_it_must_be) {
    const bool ours = path.size() > head.size() + tail.size() && path.starts_with(head) && path.ends_with(tail);
    if (!ours) throw no_such_resource();
    path.remove_prefix(head.size());
    path.remove_suffix(tail.size());
    const auto id = Uuid::parse(path);
    if (!id) throw web::Problem{400, what_it_must_be};
    return *id;
}

web::Problem no_such_message() {
    return {404, "There is no such message."};
}

web::Problem not_a_member() {
    return {403, "Only members of the chat may do that."};
}

}  // namespace

Trace trace_of(const web::Request& request) {
    return {std::string{request.request_id}, std::string{request.traceparent}};
}

web::Problem no_such_resource() {
    return {404, "There is nothing here."};
}

web::Problem no_such_reaction() {
    return {422, "This reaction is not one of those that may be used here."};
}

web::Problem unauthorized() {
    return {401, "A valid bearer token is needed.", {{"WWW-Authenticate", "Bearer realm=\"chat-likes\""}}};
}

auth::Caller require_caller(const auth::Verification& verification) {
    if (const auto* const token = std::get_if<auth::VerifiedToken>(&verification)) return {token->user, token->scopes};
    log::debug("a token was refused", {{"reason", auth::to_string(std::get<auth::Rejection>(verification))}});
    throw unauthorized();
}

void require_scope(const auth::Caller& caller, auth::Scope scope) {
    if (caller.scopes.contains(scope)) return;
    const std::string name{auth::name_of(scope)};
    throw web::Problem{403,
                       "The token must have the scope " + name + ".",
                       {{"WWW-Authenticate", R"(Bearer error="insufficient_scope", scope=")" + name + '"'}}};
}

void require_within(web::UserLimit& limit, const UserId& user) {
    using std::chrono::seconds;
    const auto wait = limit.take(user);
    if (!wait) return;
    throw web::Problem{429,
                       "Too many calls by this user; try again after the time in Retry-After.",
                       {{"Retry-After", std::to_string(std::chrono::ceil<seconds>(*wait).count())}}};
}

void require_method(const web::Request& request, std::string_view method) {
    require_method(request, {&method, 1});
}

void require_method(const web::Request& request, std::span<const std::string_view> methods) {
    if (std::find(methods.begin(), methods.end(), request.method) != methods.end()) return;
    std::string allowed;
    for (const auto method : methods) allowed.append(allowed.empty() ? "" : ", ").append(method);
    throw web::Problem{405, "This resource does not know that method.", {{"Allow", std::move(allowed)}}};
}

void require_path(const web::Request& request, std::string_view path) {
    if (request.path != path) throw no_such_resource();
}

Uuid require_message_id(const web::Request& request, std::string_view tail) {
    return require_id(request.path, "/api/v1/messages/", tail, "The message id must be a UUID.");
}

Uuid require_chat_id(const web::Request& request, std::string_view tail) {
    return require_id(request.path, "/api/v1/chats/", tail, "The chat id must be a UUID.");
}

MessageReaction require_reaction(const web::Request& request, const ReactionCatalog& catalog, Action action) {
    const auto name_at = request.path.rfind('/') + 1;
    const Uuid message = require_id(request.path.substr(0, name_at), "/api/v1/messages/", "/reactions/",
                                    "The message id must be a UUID.");
    const auto name = request.path.substr(name_at);
    auto reaction = catalog.find(name);
    if (!reaction && action == Action::kTakeBack) reaction = Reaction::parse(name);
    if (!reaction) throw no_such_reaction();
    return {message, std::move(*reaction)};
}

void require_used(const Reaction& reaction, const ReactionCatalog& catalog, const Snapshot& snapshot) {
    if (snapshot.version == 0 && !catalog.contains(reaction)) throw no_such_reaction();
}

void require_visible_message(Visibility visibility) {
    if (visibility == Visibility::kNotFound) throw no_such_message();
    if (visibility == Visibility::kNotAMember) throw not_a_member();
}

void require_visible_chat(Visibility visibility) {
    if (visibility == Visibility::kNotFound) throw web::Problem{404, "There is no such chat."};
    if (visibility == Visibility::kNotAMember) throw not_a_member();
}

void require_done(ChangeResult result) {
    switch (result) {
        case ChangeResult::kLiked:
        case ChangeResult::kAlreadyLiked:
        case ChangeResult::kUnliked:
        case ChangeResult::kWasNotLiked:
            return;
        case ChangeResult::kNoSuchMessage:
            throw no_such_message();
        case ChangeResult::kNotAMember:
            throw not_a_member();
        case ChangeResult::kUnavailable:
            throw database::Unavailable{"the summary of the message and reaction is damaged; the audit repairs it"};
    }
}

}  // namespace likes::endpoints
