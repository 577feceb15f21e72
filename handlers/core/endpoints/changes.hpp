#pragma once

#include <cstddef>
#include <string_view>

#include "base/user_id.hpp"
#include "likes/queries.hpp"
#include "likes/reaction_catalog.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace likes::endpoints {

/// `GET /api/v1/chats/{chat_id}/likes/changes?since=&limit=`: the newest state of each message that changed since the
/// cursor. Without a cursor: no messages, and a cursor from which later changes can be read.
class Changes {
  public:
    static constexpr std::size_t kLimitMax = 100;
    static constexpr std::size_t kLimitDefault = 50;

    using Query = ChangesQuery;

    explicit Changes(ReactionCatalog catalog) : catalog_{std::move(catalog)} {}

    static std::string_view method() { return "GET"; }
    static ChangesQuery parse(const web::Request& request, UserId caller);
    static std::size_t lane_hash(const ChangesQuery& query) { return std::hash<UserId>{}(query.reader); }
    web::Response render(const web::Request& request, const ChangesQuery& query, const ChangesView& view) const;

  private:
    ReactionCatalog catalog_;
};

}  // namespace likes::endpoints
