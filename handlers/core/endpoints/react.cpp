#include "endpoints/react.hpp"

#include <functional>
#include <utility>

#include "base/uuid.hpp"
#include "endpoints/require.hpp"
#include "endpoints/state_json.hpp"

namespace likes::endpoints {

ReactionChange React::parse(const web::Request& request, UserId caller) const {
    MessageReaction target = require_reaction(request, catalog_, action_);
    require_within(*limit_, caller);
    return {std::move(target), std::move(caller), action_, trace_of(request)};
}

std::size_t React::lane_hash(const ReactionChange& change) {
    return std::hash<Uuid>{}(change.target.message);
}

web::Response React::render(const web::Request& /*request*/, const ReactionChange& change,
                            const ReactionOutcome& outcome) const {
    require_done(outcome.result);
    require_used(change.target.reaction, catalog_, outcome.state.snapshot);
    return web::json(reaction_state_json(change.target, outcome, catalog_));
}

}  // namespace likes::endpoints
