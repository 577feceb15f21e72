#pragma once

#include <functional>

#include "api/require.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "likes/message_view.hpp"
#include "likes/reaction_catalog.hpp"

namespace likes::api {

/// `GET /api/v1/messages/{message_id}/reactions`: all reactions on a message, with counts, users and own flags. A
/// reader who holds the answer already (`If-None-Match`) gets 304.
class ReactionsEndpoint {
  public:
    using Read = std::function<MessageView(MessageQuery)>;

    ReactionsEndpoint(ReactionCatalog catalog, Authenticate authenticate, Read read);

    http::Response operator()(const http::Request& request) const;

  private:
    ReactionCatalog catalog_;
    Authenticate authenticate_;
    Read read_;
};

}  // namespace likes::api
