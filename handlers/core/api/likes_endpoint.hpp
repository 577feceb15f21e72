#pragma once

#include <functional>

#include "api/require.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "likes/likes_query.hpp"

namespace likes::api {

/// `GET /api/v1/messages/{message_id}/likes?limit=&cursor=`: who likes a message, since when. A reader who holds the
/// answer already (`If-None-Match`) gets 304.
class LikesEndpoint {
  public:
    static constexpr std::size_t kLimitMax = 100;
    static constexpr std::size_t kLimitDefault = 50;

    using Read = std::function<LikesView(LikesQuery)>;

    LikesEndpoint(Authenticate authenticate, Read read);

    http::Response operator()(const http::Request& request) const;

  private:
    Authenticate authenticate_;
    Read read_;
};

}  // namespace likes::api
