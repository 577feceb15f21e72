#pragma once

#include <functional>

#include "api/require.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "likes/chat_query.hpp"
#include "likes/reaction_catalog.hpp"

namespace likes::api {

/// `GET /api/v1/chats/{chat_id}/likes/changes?since=&limit=`: each message that changed since the cursor, once, at its
/// newest state. Without a cursor: nothing, and a cursor for "from now".
class ChatChangesEndpoint {
  public:
    static constexpr std::size_t kLimitMax = 100;
    static constexpr std::size_t kLimitDefault = 50;

    using Read = std::function<ChangesView(ChangesQuery)>;

    ChatChangesEndpoint(ReactionCatalog catalog, Authenticate authenticate, Read read);

    http::Response operator()(const http::Request& request) const;

  private:
    ReactionCatalog catalog_;
    Authenticate authenticate_;
    Read read_;
};

}  // namespace likes::api
