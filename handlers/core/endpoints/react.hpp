#pragma once

#include <cstddef>
#include <string_view>

#include "base/user_id.hpp"
#include "likes/reaction_catalog.hpp"
#include "likes/reaction_change.hpp"
#include "web/request.hpp"
#include "web/response.hpp"
#include "web/user_limit.hpp"

namespace likes::endpoints {

/// `PUT` or `DELETE /api/v1/messages/{message_id}/reactions/{reaction}`, depending on `action`. The reaction `like` is
/// the like of endpoints::Like. A reaction that was taken off the list cannot be put, but be taken back.
class React {
  public:
    using Query = ReactionChange;

    /// `limit` outlives it.
    React(Action action, ReactionCatalog catalog, web::UserLimit& limit)
        : action_{action}, catalog_{std::move(catalog)}, limit_{&limit} {}

    std::string_view method() const { return action_ == Action::kPut ? "PUT" : "DELETE"; }
    ReactionChange parse(const web::Request& request, UserId caller) const;
    /// By message, so that the lanes of one process never wait for each other's row locks.
    static std::size_t lane_hash(const ReactionChange& change);
    web::Response render(const web::Request& request, const ReactionChange& change,
                         const ReactionOutcome& outcome) const;

  private:
    Action action_;
    ReactionCatalog catalog_;
    web::UserLimit* limit_;
};

}  // namespace likes::endpoints
