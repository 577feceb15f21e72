#pragma once

#include <functional>

#include "api/require.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "likes/chat_query.hpp"
#include "likes/reaction_catalog.hpp"

namespace likes::api {

/// `GET /api/v1/chats/{chat_id}/likes?message_ids=a,b,…`: all that a screen shows, in one call. A reader who holds the
/// answer already (`If-None-Match`) gets 304.
class ChatLikesEndpoint {
  public:
    static constexpr std::size_t kMessagesMax = 100;

    using Read = std::function<ChatView(ChatQuery)>;

    ChatLikesEndpoint(ReactionCatalog catalog, Authenticate authenticate, Read read);

    http::Response operator()(const http::Request& request) const;

  private:
    ReactionCatalog catalog_;
    Authenticate authenticate_;
    Read read_;
};

}  // namespace likes::api
