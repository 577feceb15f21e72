#pragma once

#include <cstddef>
#include <string_view>

#include "base/user_id.hpp"
#include "likes/queries.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace likes::endpoints {

/// `GET /api/v1/messages/{message_id}/likes?limit=&cursor=`: which users like a message, since when. A client that has
/// the answer already (`If-None-Match`) gets 304.
class ListLikers {
  public:
    static constexpr std::size_t kLimitMax = 100;
    static constexpr std::size_t kLimitDefault = 50;

    using Query = LikersQuery;

    static std::string_view method() { return "GET"; }
    static LikersQuery parse(const web::Request& request, UserId caller);
    static std::size_t lane_hash(const LikersQuery& query) { return std::hash<UserId>{}(query.reader); }
    static web::Response render(const web::Request& request, const LikersQuery& query, const LikersView& view);
};

}  // namespace likes::endpoints
