#pragma once

#include "api/like_endpoint.hpp"
#include "api/require.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "likes/reaction_catalog.hpp"

namespace likes::api {

/// `PUT` and `DELETE /api/v1/messages/{message_id}/reactions/{reaction}`: one verb of them, as `action` says. The
/// reaction `like` is the like.
class ReactionEndpoint {
  public:
    ReactionEndpoint(Action action, ReactionCatalog catalog, Authenticate authenticate, LikeEndpoint::Change change);

    http::Response operator()(const http::Request& request) const;

  private:
    Action action_;
    ReactionCatalog catalog_;
    Authenticate authenticate_;
    LikeEndpoint::Change change_;
};

}  // namespace likes::api
