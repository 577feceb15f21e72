#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "base/user_id.hpp"
#include "notices/queries.hpp"
#include "web/request.hpp"
#include "web/response.hpp"
#include "web/user_limit.hpp"

namespace likes::endpoints {

/// What became of the caller's messages, and what the caller wants to be told of:
///
///     GET /api/v1/notices?limit=&cursor=&unread=                   the list, the one with the newest news first
///     GET /api/v1/notices/changes?since=&limit=                    those that changed since a sequence number
///     GET /api/v1/notices/unread                                   how many are unread
///     POST /api/v1/notices/seen                                    the caller has opened the list
///     PUT /api/v1/notices/{message_id}/read                        the caller has read one
///     DELETE /api/v1/notices/{message_id}                          the caller dismisses one
///     GET, PUT /api/v1/notices/preferences                         settings that hold everywhere
///     GET, PUT, DELETE /api/v1/chats/{chat_id}/notices/preferences   those of a chat
class Notices {
  public:
    static constexpr std::size_t kLimitMax = 100;
    static constexpr std::size_t kListLimitDefault = 20;
    static constexpr std::size_t kChangesLimitDefault = 50;

    using Query = notices::Query;

    /// `limit`, of what a user changes, outlives it.
    explicit Notices(web::UserLimit& limit) : limit_{&limit} {}

    static std::span<const std::string_view> method();
    Query parse(const web::Request& request, UserId caller) const;
    /// By user, so that the lanes of one process never wait for each other's row locks.
    static std::size_t lane_hash(const Query& query);
    static web::Response render(const web::Request& request, const Query& query, const notices::View& view);

  private:
    // Each for some of the paths; `tail` is what is below `/api/v1/notices`.
    static Query parse_reading(const web::Request& request, std::string_view tail, UserId caller);
    Query parse_change(const web::Request& request, std::string_view tail, UserId caller) const;
    Query parse_preferences(const web::Request& request, UserId caller) const;
    Query parse_of_chat(const web::Request& request, UserId caller) const;

    /// Counts it against the limit of its user.
    Query changing(Query query) const;

    web::UserLimit* limit_;
};

}  // namespace likes::endpoints
