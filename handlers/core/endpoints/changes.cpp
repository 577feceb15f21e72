#include "endpoints/changes.hpp"

#include <optional>
#include <utility>

#include "base/uuid.hpp"
#include "endpoints/cursor.hpp"
#include "endpoints/require.hpp"
#include "endpoints/state_json.hpp"
#include "web/etag.hpp"
#include "web/query.hpp"

namespace likes::endpoints {

ChangesQuery Changes::parse(const web::Request& request, UserId caller) {
    const Uuid chat = require_chat_id(request, "/likes/changes");
    const auto parameters = web::Query::parse(request.query, {"since", "limit"});
    ChangesQuery query{chat, std::move(caller), std::nullopt, parameters.number("limit", 1, kLimitMax, kLimitDefault)};
    if (const auto since = parameters.get("since")) query.since = require_changes_cursor(*since);
    return query;
}

web::Response Changes::render(const web::Request& request, const ChangesQuery& /*query*/,
                              const ChangesView& view) const {
    require_visible_chat(view.chat.visibility);
    if (view.is_cursor_ahead) throw bad_cursor();
    return web::with_etag(web::json(chat_changes_json(view, catalog_)), request.if_none_match);
}

}  // namespace likes::endpoints
