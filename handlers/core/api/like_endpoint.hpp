#pragma once

#include <functional>

#include "api/require.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "likes/like_change.hpp"

namespace likes::api {

/// `POST` and `DELETE /api/v1/messages/{message_id}/like`: one verb of them, as `action` says.
class LikeEndpoint {
  public:
    /// Makes the change durable and tells how it went.
    using Change = std::function<LikeOutcome(LikeChange)>;

    LikeEndpoint(Action action, Authenticate authenticate, Change change);

    http::Response operator()(const http::Request& request) const;

  private:
    Action action_;
    Authenticate authenticate_;
    Change change_;
};

}  // namespace likes::api
