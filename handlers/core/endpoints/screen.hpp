#pragma once

#include <cstddef>
#include <string_view>

#include "base/user_id.hpp"
#include "likes/queries.hpp"
#include "likes/reaction_catalog.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace likes::endpoints {

/// `GET /api/v1/chats/{chat_id}/likes?message_ids=a,b,…`: the reactions on all messages of a screen, in one call. What
/// is no UUID among the ids is answered like the id of a message that is not there. A client that has the answer
/// already
/// (`If-None-Match`) gets 304.
class Screen {
  public:
    static constexpr std::size_t kMessagesMax = 100;

    using Query = ChatQuery;

    explicit Screen(ReactionCatalog catalog) : catalog_{std::move(catalog)} {}

    static std::string_view method() { return "GET"; }
    static ChatQuery parse(const web::Request& request, UserId caller);
    static std::size_t lane_hash(const ChatQuery& query) { return std::hash<UserId>{}(query.reader); }
    web::Response render(const web::Request& request, const ChatQuery& query, const ChatView& view) const;

  private:
    ReactionCatalog catalog_;
};

}  // namespace likes::endpoints
