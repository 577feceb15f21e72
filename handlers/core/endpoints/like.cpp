#include "endpoints/like.hpp"

#include <functional>
#include <utility>

#include "base/uuid.hpp"
#include "endpoints/require.hpp"
#include "endpoints/state_json.hpp"

namespace likes::endpoints {

ReactionChange Like::parse(const web::Request& request, UserId caller) const {
    const Uuid message = require_message_id(request, "/like");
    require_within(*limit_, caller);
    return {{message, Reaction::like()}, std::move(caller), action_, trace_of(request)};
}

std::size_t Like::lane_hash(const ReactionChange& change) {
    return std::hash<Uuid>{}(change.target.message);
}

web::Response Like::render(const web::Request& /*request*/, const ReactionChange& change,
                           const ReactionOutcome& outcome) {
    require_done(outcome.result);
    return web::json(like_state_json(change.target.message, outcome));
}

}  // namespace likes::endpoints
