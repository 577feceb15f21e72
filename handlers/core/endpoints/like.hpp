#pragma once

#include <cstddef>
#include <string_view>

#include "base/user_id.hpp"
#include "likes/reaction_change.hpp"
#include "web/request.hpp"
#include "web/response.hpp"
#include "web/user_limit.hpp"

namespace likes::endpoints {

/// `POST` or `DELETE /api/v1/messages/{message_id}/like`, depending on `action`.
class Like {
  public:
    using Query = ReactionChange;

    /// `limit` outlives it.
    Like(Action action, web::UserLimit& limit) : action_{action}, limit_{&limit} {}

    std::string_view method() const { return action_ == Action::kPut ? "POST" : "DELETE"; }
    ReactionChange parse(const web::Request& request, UserId caller) const;
    /// By message, so that the lanes of one process never wait for each other's row locks.
    static std::size_t lane_hash(const ReactionChange& change);
    static web::Response render(const web::Request& request, const ReactionChange& change,
                                const ReactionOutcome& outcome);

  private:
    Action action_;
    web::UserLimit* limit_;
};

}  // namespace likes::endpoints
