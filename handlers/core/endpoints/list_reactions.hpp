#pragma once

#include <cstddef>
#include <string_view>

#include "base/user_id.hpp"
#include "likes/queries.hpp"
#include "likes/reaction_catalog.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace likes::endpoints {

/// `GET /api/v1/messages/{message_id}/reactions`: all reactions on a message, with counts, users, and whether the
/// caller has put them. A client that has the answer already (`If-None-Match`) gets 304.
class ListReactions {
  public:
    using Query = MessageQuery;

    explicit ListReactions(ReactionCatalog catalog) : catalog_{std::move(catalog)} {}

    static std::string_view method() { return "GET"; }
    static MessageQuery parse(const web::Request& request, UserId caller);
    static std::size_t lane_hash(const MessageQuery& query) { return std::hash<UserId>{}(query.reader); }
    web::Response render(const web::Request& request, const MessageQuery& query, const MessageView& view) const;

  private:
    ReactionCatalog catalog_;
};

}  // namespace likes::endpoints
