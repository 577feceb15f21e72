#include "api/reaction_endpoint.hpp"

#include <utility>

#include "api/like_json.hpp"

namespace likes::api {

ReactionEndpoint::ReactionEndpoint(Action action, ReactionCatalog catalog, Authenticate authenticate,
                                   LikeEndpoint::Change change)
    : action_{action},
      catalog_{std::move(catalog)},
      authenticate_{std::move(authenticate)},
      change_{std::move(change)} {}

http::Response ReactionEndpoint::operator()(const http::Request& request) const {
    require_method(request, action_ == Action::kPut ? "PUT" : "DELETE");
    auto caller = require_caller(request, authenticate_);
    const Subject subject = require_subject(request, catalog_);
    const LikeOutcome outcome = change_({subject, std::move(caller), action_, trace_of(request)});
    require_done(outcome.verdict);
    return http::json(reaction_state_json(subject, outcome.state, catalog_));
}

}  // namespace likes::api
