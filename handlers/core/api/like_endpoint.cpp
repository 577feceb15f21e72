#include "api/like_endpoint.hpp"

#include <utility>

#include "api/like_json.hpp"

namespace likes::api {

LikeEndpoint::LikeEndpoint(Action action, Authenticate authenticate, Change change)
    : action_{action}, authenticate_{std::move(authenticate)}, change_{std::move(change)} {}

http::Response LikeEndpoint::operator()(const http::Request& request) const {
    require_method(request, action_ == Action::kPut ? "POST" : "DELETE");
    auto caller = require_caller(request, authenticate_);
    const Uuid message = require_message_id(request, "/like");
    const LikeOutcome outcome = change_({{message, Reaction::like()}, std::move(caller), action_, trace_of(request)});
    require_done(outcome.verdict);
    return http::json(like_state_json(message, outcome.state));
}

}  // namespace likes::api
