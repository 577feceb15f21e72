#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "analytics/audience.hpp"
#include "analytics/ranking_query.hpp"
#include "auth/caller.hpp"
#include "likes/reaction_catalog.hpp"
#include "web/request.hpp"
#include "web/response.hpp"
#include "web/user_limit.hpp"

namespace likes::endpoints {

/// The lists, as JSON or as CSV:
///
///     GET /api/v1/chats/{chat_id}/analytics/messages?span=&reaction=&limit=&format=    the most popular messages
///     GET /api/v1/chats/{chat_id}/analytics/users?by=&span=&limit=&format=             who gives, or is given, most
///     GET /api/v1/analytics/messages, /users                                           the same of all chats
///     GET /api/v1/analytics/chats?span=&limit=&format=                                 the chats with most reactions
///
/// A list that is being made for the first time is answered 202, empty, with the time after which to ask again. A
/// client that has the answer already (`If-None-Match`) gets 304.
class Rankings {
  public:
    static constexpr std::size_t kLimitMax = 100;
    static constexpr std::size_t kLimitDefault = 10;

    struct Rules {
        analytics::Audience audience = analytics::Audience::kMembers;
        /// There are lists of users.
        bool rank_users = true;
    };

    using Query = analytics::RankingQuery;

    /// `limit`, of the calls of a user, outlives it.
    Rankings(ReactionCatalog catalog, Rules rules, web::UserLimit& limit)
        : catalog_{std::move(catalog)}, rules_{rules}, limit_{&limit} {}

    static std::string_view method() { return "GET"; }
    Query parse(const web::Request& request, auth::Caller caller) const;
    static std::size_t lane_hash(const Query& query) { return std::hash<UserId>{}(query.subject.reader); }
    static web::Response render(const web::Request& request, const Query& query, const analytics::RankingView& view);

  private:
    ReactionCatalog catalog_;
    Rules rules_;
    web::UserLimit* limit_;
};

}  // namespace likes::endpoints
