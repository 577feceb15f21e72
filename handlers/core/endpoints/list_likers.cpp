#include "endpoints/list_likers.hpp"

#include <optional>
#include <utility>

#include "base/uuid.hpp"
#include "endpoints/cursor.hpp"
#include "endpoints/require.hpp"
#include "endpoints/state_json.hpp"
#include "web/etag.hpp"
#include "web/query.hpp"

namespace likes::endpoints {

LikersQuery ListLikers::parse(const web::Request& request, UserId caller) {
    const Uuid message = require_message_id(request, "/likes");
    const auto parameters = web::Query::parse(request.query, {"limit", "cursor"});
    LikersQuery query{{message, Reaction::like()},
                      std::move(caller),
                      parameters.number("limit", 1, kLimitMax, kLimitDefault),
                      std::nullopt};
    if (const auto text = parameters.get("cursor")) query.before = require_cursor(*text);
    return query;
}

web::Response ListLikers::render(const web::Request& request, const LikersQuery& query, const LikersView& view) {
    require_visible_message(view.visibility);
    return web::with_etag(web::json(like_list_json(query.target.message, view)), request.if_none_match);
}

}  // namespace likes::endpoints
